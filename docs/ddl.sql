-- Written by `leakage document` from the contracts and SQL files; edit those.

CREATE TABLE IF NOT EXISTS bronze.business_calendar_raw (
  `event_date` STRING COMMENT 'Date, ISO 8601.',
  `event_type` STRING COMMENT 'holiday, billing_run, card_mailing, enrollment_period, release or outage.',
  `journey_type` STRING COMMENT 'The journey concerned; empty when all are.',
  `description` STRING COMMENT 'In words.',
  `ingestion_timestamp` TIMESTAMP COMMENT 'When the row was taken in.',
  `source_file` STRING COMMENT 'The landing file that the row came from.',
  `source_fingerprint` STRING COMMENT 'What that file\'s content was; a changed file has another one.'
)
USING DELTA
COMMENT 'What the plan knew would happen, one row an event, as it arrived.';

CREATE TABLE IF NOT EXISTS bronze.call_logs_raw (
  `call_id` STRING COMMENT 'The call\'s key.',
  `member_id` STRING COMMENT 'Who called.',
  `call_timestamp` STRING COMMENT 'When, ISO 8601 in UTC.',
  `call_reason` STRING COMMENT 'The journey that the call is about; or general, other, or empty.',
  `duration_seconds` STRING COMMENT 'How long the call took.',
  `wait_seconds` STRING COMMENT 'How long the member waited.',
  `agent_id` STRING COMMENT 'Who answered.',
  `language` STRING COMMENT 'The language spoken.',
  `resolution` STRING COMMENT 'resolved, transferred, callback or unresolved.',
  `sentiment_score` STRING COMMENT '-1 (angry) to 1 (glad); may be missing.',
  `transcript` STRING COMMENT 'What was said; free text.',
  `ingestion_timestamp` TIMESTAMP COMMENT 'When the row was taken in.',
  `source_file` STRING COMMENT 'The landing file that the row came from.',
  `source_fingerprint` STRING COMMENT 'What that file\'s content was; a changed file has another one.',
  `raw_date` DATE COMMENT 'The UTC day of the row\'s own timestamp; null when it has none that can be read.'
)
USING DELTA
PARTITIONED BY (raw_date)
COMMENT 'Calls to the contact center, one row a call, as they arrived.';

CREATE TABLE IF NOT EXISTS bronze.digital_journeys_raw (
  `event_id` STRING COMMENT 'The event\'s key.',
  `session_id` STRING COMMENT 'The visit that the event belongs to.',
  `member_id` STRING COMMENT 'Who.',
  `event_timestamp` STRING COMMENT 'When, ISO 8601 in UTC.',
  `journey_type` STRING COMMENT 'What the member was trying to do.',
  `step` STRING COMMENT 'The step of the journey.',
  `event_type` STRING COMMENT 'view, action, error, abandon or complete.',
  `error_code` STRING COMMENT 'The error shown; mostly empty.',
  `device_type` STRING COMMENT 'The device or browser.',
  `app_version` STRING COMMENT 'The release that the member used.',
  `page_language` STRING COMMENT 'The language of the page.',
  `ingestion_timestamp` TIMESTAMP COMMENT 'When the row was taken in.',
  `source_file` STRING COMMENT 'The landing file that the row came from.',
  `source_fingerprint` STRING COMMENT 'What that file\'s content was; a changed file has another one.',
  `raw_date` DATE COMMENT 'The UTC day of the row\'s own timestamp; null when it has none that can be read.'
)
USING DELTA
PARTITIONED BY (raw_date)
COMMENT 'What members did online, one row an event, as it arrived.';

CREATE TABLE IF NOT EXISTS bronze.member_profiles_raw (
  `member_id` STRING COMMENT 'The member\'s key.',
  `first_name` STRING COMMENT 'Given name.',
  `last_name` STRING COMMENT 'Family name.',
  `date_of_birth` STRING COMMENT 'Date, ISO 8601.',
  `gender` STRING COMMENT 'As recorded by the plan.',
  `state` STRING COMMENT 'Two letters.',
  `zip_code` STRING COMMENT 'Five digits.',
  `email` STRING COMMENT 'E-mail address.',
  `phone` STRING COMMENT 'Telephone number.',
  `plan_type` STRING COMMENT 'MAPD or Commercial.',
  `enrollment_date` STRING COMMENT 'Date, ISO 8601.',
  `disenrollment_date` STRING COMMENT 'Often empty.',
  `preferred_language` STRING COMMENT 'English, Spanish or Other.',
  `ingestion_timestamp` TIMESTAMP COMMENT 'When the row was taken in.',
  `source_file` STRING COMMENT 'The landing file that the row came from.',
  `source_fingerprint` STRING COMMENT 'What that file\'s content was; a changed file has another one.'
)
USING DELTA
COMMENT 'The plan\'s members, one row a member, as they arrived.';

CREATE TABLE IF NOT EXISTS bronze.rejected_lines (
  `source` STRING COMMENT 'Which of the four sources the file belongs to.',
  `line` STRING COMMENT 'The line as it arrived; the rest of the file from there when a quote is never closed.',
  `reason` STRING COMMENT 'missing_fields, extra_fields, unterminated_quote, invalid_encoding, line_too_long, missing_column, duplicate_column, no_header or no_rows.',
  `detail` STRING COMMENT 'What is wrong, in words.',
  `whole_file` BOOLEAN COMMENT 'Whether no line of the file could be taken in.',
  `ingestion_timestamp` TIMESTAMP COMMENT 'When the file was taken in.',
  `source_file` STRING COMMENT 'The landing file.',
  `source_fingerprint` STRING COMMENT 'What that file\'s content was.'
)
USING DELTA
COMMENT 'Lines of landing files that could not be taken in, with the reason; nothing that arrives is lost.';

CREATE TABLE IF NOT EXISTS silver.business_calendar_cleaned (
  `event_date` DATE COMMENT 'The day in the business time zone.',
  `event_type` STRING NOT NULL COMMENT 'What happens.',
  `journey_type` STRING COMMENT 'The journey concerned; null when all are.',
  `description` STRING COMMENT 'In words.'
)
USING DELTA
COMMENT 'What the plan knew would happen, one row an event.';
ALTER TABLE silver.business_calendar_cleaned ADD CONSTRAINT known_event_type CHECK (`event_type` IN ('holiday', 'billing_run', 'card_mailing', 'enrollment_period', 'release', 'outage'));
ALTER TABLE silver.business_calendar_cleaned ADD CONSTRAINT known_journey_type CHECK (`journey_type` IS NULL OR `journey_type` IN ('billing', 'id_card', 'pharmacy', 'claims', 'provider_search', 'prior_auth'));

CREATE TABLE IF NOT EXISTS silver.call_logs_cleaned (
  `call_id` STRING NOT NULL COMMENT 'The call\'s key.',
  `member_id` STRING NOT NULL COMMENT 'Who called.',
  `call_timestamp` TIMESTAMP COMMENT 'When, in UTC.',
  `call_date` DATE COMMENT 'The day in the business time zone.',
  `call_hour` INT COMMENT 'The hour in the business time zone, 0 to 23.',
  `call_reason` STRING COMMENT 'What the call was about, as the agent filed it; null when it was not filed.',
  `duration_seconds` INT COMMENT 'How long the call took, in seconds.',
  `wait_seconds` INT COMMENT 'How long the member waited, in seconds.',
  `agent_id` STRING COMMENT 'Who answered.',
  `language` STRING COMMENT 'The language spoken.',
  `resolution` STRING COMMENT 'How the call ended.',
  `sentiment_score` DECIMAL(6, 4) COMMENT '-1 (angry) to 1 (glad); null when it was not measured.',
  `transcript` STRING COMMENT 'What was said; free text.'
)
USING DELTA
PARTITIONED BY (call_date)
COMMENT 'Calls to the contact center, one row a call, typed and normalised, each call once.';
ALTER TABLE silver.call_logs_cleaned ADD CONSTRAINT known_call_reason CHECK (`call_reason` IS NULL OR `call_reason` IN ('billing', 'id_card', 'pharmacy', 'claims', 'provider_search', 'prior_auth', 'general', 'other'));
ALTER TABLE silver.call_logs_cleaned ADD CONSTRAINT known_language CHECK (`language` IS NULL OR `language` IN ('English', 'Spanish', 'Other'));
ALTER TABLE silver.call_logs_cleaned ADD CONSTRAINT known_resolution CHECK (`resolution` IS NULL OR `resolution` IN ('resolved', 'transferred', 'callback', 'unresolved'));

CREATE TABLE IF NOT EXISTS silver.digital_call_leakage (
  `call_id` STRING NOT NULL COMMENT 'The leaked call.',
  `event_id` STRING NOT NULL COMMENT 'The failure that it is credited to: the member\'s latest before the call.',
  `member_id` STRING NOT NULL COMMENT 'Who.',
  `journey_type` STRING NOT NULL COMMENT 'The journey that failed.',
  `segment` STRING NOT NULL COMMENT 'The member\'s segment as of the call.',
  `plan_type` STRING NOT NULL COMMENT 'MAPD, Commercial, or Unknown for a caller who is not in the member file.',
  `tenure_band` STRING NOT NULL COMMENT 'New or Tenured as of the call.',
  `language` STRING NOT NULL COMMENT 'The member\'s preferred language.',
  `state` STRING COMMENT 'Where the member lives.',
  `device_type` STRING COMMENT 'The device that failed.',
  `app_version` STRING COMMENT 'The release that failed.',
  `failure_type` STRING NOT NULL COMMENT 'Whether the member met an error or gave up.',
  `step` STRING COMMENT 'The step that failed.',
  `error_code` STRING COMMENT 'The error shown, or the last one before the member gave up; null when there was none.',
  `failed_at` TIMESTAMP NOT NULL COMMENT 'When the failure happened, in UTC.',
  `called_at` TIMESTAMP NOT NULL COMMENT 'When the call came, in UTC.',
  `leakage_date` DATE NOT NULL COMMENT 'The call\'s day in the business time zone.',
  `leakage_hour` INT NOT NULL COMMENT 'The call\'s hour in the business time zone.',
  `minutes_to_call` DECIMAL(18, 4) COMMENT 'Minutes from the failure to the call.',
  `is_repeat_call` BOOLEAN COMMENT 'Whether the member had called about this journey in the seven days before, leaked or not.',
  `sentiment_score` DECIMAL(6, 4) COMMENT '-1 (angry) to 1 (glad); null when it was not measured.',
  `cost_usd` DECIMAL(10, 2) COMMENT 'What the call cost, in US dollars.'
)
USING DELTA
PARTITIONED BY (leakage_date)
COMMENT 'The key table: calls that a member made within the window after failing online, one row a call.';
ALTER TABLE silver.digital_call_leakage ADD CONSTRAINT known_segment CHECK (`segment` IN ('Spanish', 'MAPD New', 'MAPD Tenured', 'Commercial', 'Unknown'));
ALTER TABLE silver.digital_call_leakage ADD CONSTRAINT known_failure_type CHECK (`failure_type` IN ('error', 'abandon'));

CREATE TABLE IF NOT EXISTS silver.digital_journeys_cleaned (
  `event_id` STRING NOT NULL COMMENT 'The event\'s key.',
  `session_id` STRING NOT NULL COMMENT 'The visit that the event belongs to.',
  `member_id` STRING NOT NULL COMMENT 'Who.',
  `event_timestamp` TIMESTAMP COMMENT 'When, in UTC.',
  `event_date` DATE COMMENT 'The day in the business time zone.',
  `event_hour` INT COMMENT 'The hour in the business time zone, 0 to 23.',
  `journey_type` STRING NOT NULL COMMENT 'What the member was trying to do.',
  `step` STRING COMMENT 'The step of the journey.',
  `event_type` STRING NOT NULL COMMENT 'What happened.',
  `error_code` STRING COMMENT 'The error shown; null when there was none.',
  `device_type` STRING COMMENT 'The device or browser.',
  `app_version` STRING COMMENT 'The release that the member used.',
  `page_language` STRING COMMENT 'The language of the page.'
)
USING DELTA
PARTITIONED BY (event_date)
COMMENT 'What members did online, one row an event, typed and normalised, each event once.';
ALTER TABLE silver.digital_journeys_cleaned ADD CONSTRAINT known_journey_type CHECK (`journey_type` IN ('billing', 'id_card', 'pharmacy', 'claims', 'provider_search', 'prior_auth'));
ALTER TABLE silver.digital_journeys_cleaned ADD CONSTRAINT known_event_type CHECK (`event_type` IN ('view', 'action', 'error', 'abandon', 'complete'));
ALTER TABLE silver.digital_journeys_cleaned ADD CONSTRAINT known_device_type CHECK (`device_type` IS NULL OR `device_type` IN ('ios_app', 'android_app', 'mobile_web', 'desktop_web'));
ALTER TABLE silver.digital_journeys_cleaned ADD CONSTRAINT known_page_language CHECK (`page_language` IS NULL OR `page_language` IN ('English', 'Spanish', 'Other'));

CREATE TABLE IF NOT EXISTS silver.member_profiles_enriched (
  `member_id` STRING NOT NULL COMMENT 'The member\'s key.',
  `first_name` STRING COMMENT 'Given name.',
  `last_name` STRING COMMENT 'Family name.',
  `date_of_birth` DATE COMMENT 'Date of birth.',
  `gender` STRING COMMENT 'As recorded by the plan.',
  `state` STRING COMMENT 'Two letters.',
  `zip_code` STRING COMMENT 'Five digits.',
  `email` STRING COMMENT 'E-mail address.',
  `phone` STRING COMMENT 'Telephone number.',
  `plan_type` STRING NOT NULL COMMENT 'Medicare Advantage with drug coverage (MAPD) or Commercial.',
  `enrollment_date` DATE COMMENT 'When the member joined.',
  `disenrollment_date` DATE COMMENT 'When the member left; null for a member.',
  `preferred_language` STRING COMMENT 'The language that the member asked for; English when none was recorded.',
  `age_band` STRING COMMENT 'Age in bands, as of the data\'s last day.',
  `tenure_band` STRING COMMENT 'New in the first twelve months, else Tenured, as of the data\'s last day.',
  `segment` STRING COMMENT 'Spanish by preferred language, else by plan and tenure, as of the data\'s last day.'
)
USING DELTA
COMMENT 'The plan\'s members, one row a member, with age band, tenure band and segment as of the data\'s last day.';
ALTER TABLE silver.member_profiles_enriched ADD CONSTRAINT known_plan_type CHECK (`plan_type` IN ('MAPD', 'Commercial'));
ALTER TABLE silver.member_profiles_enriched ADD CONSTRAINT known_preferred_language CHECK (`preferred_language` IS NULL OR `preferred_language` IN ('English', 'Spanish', 'Other'));
ALTER TABLE silver.member_profiles_enriched ADD CONSTRAINT known_tenure_band CHECK (`tenure_band` IS NULL OR `tenure_band` IN ('New', 'Tenured', 'Unknown'));
ALTER TABLE silver.member_profiles_enriched ADD CONSTRAINT known_segment CHECK (`segment` IS NULL OR `segment` IN ('Spanish', 'MAPD New', 'MAPD Tenured', 'Commercial', 'Unknown'));

CREATE TABLE IF NOT EXISTS gold.action_impact (
  `action_id` STRING NOT NULL COMMENT 'The action on its slice, the same in every run.',
  `action` STRING NOT NULL COMMENT 'What was done.',
  `owner` STRING NOT NULL COMMENT 'The team that did it.',
  `journey_type` STRING NOT NULL COMMENT 'The journey that it is to help.',
  `segment` STRING NOT NULL COMMENT 'The segment that it is to help; all for every one.',
  `state` STRING NOT NULL COMMENT 'Whether somebody has recorded what it saves.',
  `shipped_on` DATE NOT NULL COMMENT 'The first day that members had it.',
  `exposed_share` DECIMAL(9, 4) NOT NULL COMMENT 'The share of the slice\'s members that have it, a fraction.',
  `measured_to` DATE NOT NULL COMMENT 'The last complete day.',
  `days_before` INT NOT NULL COMMENT 'Days before shipping that it is held against; days of calendar events and of other incidents are left out.',
  `days_measured` INT NOT NULL COMMENT 'Days of it that were measured: those after it has settled, the same ones left out.',
  `days_needed` INT COMMENT 'How many more days until an effect as large as expected would show; null where it would, or where no waiting helps.',
  `verdict` STRING NOT NULL COMMENT 'saved or worse: the interval has no zero in it; no_effect_seen: one as large as expected would have shown; too_early; pre_trend: the slice was moving before; no_ground: too few days or calls to hold it against.',
  `saved_share` DECIMAL(9, 4) COMMENT 'The share of the calls of those who have it that it saves, a fraction; below 0 it brings calls; null where nothing can be said yet.',
  `low_share` DECIMAL(9, 4) COMMENT 'Its lower bound: with a chance of 95 in 100 the share lies between the two.',
  `high_share` DECIMAL(9, 4) COMMENT 'Its upper bound.',
  `expected_share` DECIMAL(9, 4) NOT NULL COMMENT 'The share that it was expected to save, a fraction.',
  `learned_share` DECIMAL(9, 4) COMMENT 'What is to be expected of such an action now: the expected share, moved towards the measured one by how sure that is; null where nothing was measured.',
  `saved_calls_per_day` DECIMAL(18, 1) COMMENT 'Leaked calls saved a day.',
  `saved_calls` BIGINT COMMENT 'Leaked calls saved on the days measured.',
  `low_saved_calls` BIGINT COMMENT 'The lower bound of the same.',
  `high_saved_calls` BIGINT COMMENT 'The upper bound of the same.',
  `saved_usd` DECIMAL(18, 2) COMMENT 'What those calls would have cost, in US dollars.',
  `annual_saved_usd` DECIMAL(18, 2) COMMENT 'The same for a year at this pace, in US dollars.',
  `low_annual_usd` DECIMAL(18, 2) COMMENT 'The lower bound of the same.',
  `high_annual_usd` DECIMAL(18, 2) COMMENT 'The upper bound of the same.',
  `expected_annual_usd` DECIMAL(18, 2) NOT NULL COMMENT 'The savings of a year that were expected, for the share of the members that have it, in US dollars.',
  `untouched_slices` INT NOT NULL COMMENT 'How many slices that were left alone it is held against.'
)
USING DELTA
COMMENT 'Whether each shipped action has saved anything: its slice\'s calls before and after, held against those that were left alone.';
ALTER TABLE gold.action_impact ADD CONSTRAINT known_state CHECK (`state` IN ('shipped', 'measured'));
ALTER TABLE gold.action_impact ADD CONSTRAINT known_verdict CHECK (`verdict` IN ('saved', 'worse', 'no_effect_seen', 'too_early', 'pre_trend', 'no_ground'));

CREATE TABLE IF NOT EXISTS gold.action_recommendations (
  `as_of_date` DATE NOT NULL COMMENT 'The last complete day.',
  `priority` INT NOT NULL COMMENT '1 saves most.',
  `action_id` STRING NOT NULL COMMENT 'The action on its slice, the same in every run; the ledger goes by it.',
  `action` STRING NOT NULL COMMENT 'What to do.',
  `owner` STRING NOT NULL COMMENT 'Who does it: the team that accepted it, else the playbook\'s.',
  `journey_type` STRING NOT NULL COMMENT 'The journey that it helps.',
  `segment` STRING NOT NULL COMMENT 'The segment that it helps; all for every one.',
  `state` STRING NOT NULL COMMENT 'Whether somebody has accepted it.',
  `due_on` DATE COMMENT 'The day that it is promised for.',
  `rationale` STRING COMMENT 'Why it helps.',
  `addressable_calls_per_day` BIGINT COMMENT 'The slice\'s leaked calls on that day that no other action addresses.',
  `fixable_share` DECIMAL(9, 4) COMMENT 'The share of them that the action is expected to fix, a fraction: the playbook\'s, moved towards what the same action was measured to fix elsewhere.',
  `assumed_share` DECIMAL(9, 4) COMMENT 'The share that the playbook assumes, a fraction.',
  `annual_savings_usd` DECIMAL(18, 2) COMMENT 'The slice\'s cost that day times the days of a year times that share, in US dollars.',
  `effort` STRING COMMENT 'How long it takes.',
  `effort_days` INT COMMENT 'The same in working days.',
  `savings_per_effort_day_usd` DECIMAL(18, 2) COMMENT 'Annual savings for each day of effort, in US dollars.'
)
USING DELTA
COMMENT 'What to do next: the playbook\'s actions that are neither shipped nor rejected, priced on the last complete day\'s calls, the greatest saving first.';
ALTER TABLE gold.action_recommendations ADD CONSTRAINT known_state CHECK (`state` IN ('proposed', 'accepted'));

CREATE TABLE IF NOT EXISTS gold.action_status (
  `action_id` STRING NOT NULL COMMENT 'The action on its slice, the same in every run.',
  `priority` INT COMMENT 'Its place among the actions that are proposed or accepted; null for the others.',
  `action` STRING NOT NULL COMMENT 'What to do.',
  `owner` STRING NOT NULL COMMENT 'The team that does it.',
  `journey_type` STRING NOT NULL COMMENT 'The journey that it helps.',
  `segment` STRING NOT NULL COMMENT 'The segment that it helps; all for every one.',
  `state` STRING NOT NULL COMMENT 'How far it has come.',
  `due_on` DATE COMMENT 'The day that it is promised for.',
  `shipped_on` DATE COMMENT 'The first day that members had it.',
  `exposed_share` DECIMAL(9, 4) COMMENT 'The share of the slice\'s members that have it, a fraction.',
  `reason` STRING COMMENT 'Why it was rejected.',
  `changed_on` DATE COMMENT 'The day of the last decision; null for a proposal that nobody has decided about.',
  `addressable_calls_per_day` BIGINT COMMENT 'The slice\'s leaked calls a day, when it was last decided or proposed.',
  `fixable_share` DECIMAL(9, 4) COMMENT 'The share of them that it is expected to fix, a fraction.',
  `predicted_savings_usd` DECIMAL(18, 2) COMMENT 'The savings expected of it in a year, in US dollars.',
  `realised_savings_usd` DECIMAL(18, 2) COMMENT 'The savings a year that were measured, in US dollars; null before.'
)
USING DELTA
COMMENT 'What has become of each action: proposed, accepted, shipped, measured or rejected, with what was promised and what came of it.';
ALTER TABLE gold.action_status ADD CONSTRAINT known_state CHECK (`state` IN ('proposed', 'accepted', 'shipped', 'measured', 'rejected'));

CREATE TABLE IF NOT EXISTS gold.affected_members (
  `as_of_date` DATE NOT NULL COMMENT 'The window\'s last day: the last complete day, and today when it is unfinished.',
  `window` STRING NOT NULL COMMENT 'How far back the window goes.',
  `journey_type` STRING NOT NULL COMMENT 'The journey; all for every one.',
  `segment` STRING NOT NULL COMMENT 'The segment; all for every one.',
  `members_affected` BIGINT COMMENT 'Different members who made a leaked call in the window.',
  `calls` BIGINT COMMENT 'Their leaked calls.'
)
USING DELTA
COMMENT 'Different members who made leaked calls: they can\'t be added up, so they are counted for the windows and slices that people ask for.';
ALTER TABLE gold.affected_members ADD CONSTRAINT known_window CHECK (`window` IN ('1_day', '7_days', '28_days', 'month_to_date'));

CREATE TABLE IF NOT EXISTS gold.calendar_events (
  `event_date` DATE NOT NULL COMMENT 'The day in the business time zone.',
  `event_type` STRING NOT NULL COMMENT 'What happens.',
  `journey_type` STRING COMMENT 'The journey concerned; all where every one is.',
  `description` STRING COMMENT 'In words.',
  `days_from_today` INT COMMENT 'Days from the last day with data to the event; negative for the past.'
)
USING DELTA
COMMENT 'What the plan knows to happen and what has happened: holidays, billing runs, mailings, releases, past and to come.';
ALTER TABLE gold.calendar_events ADD CONSTRAINT known_event_type CHECK (`event_type` IN ('holiday', 'billing_run', 'card_mailing', 'enrollment_period', 'release', 'outage'));

CREATE TABLE IF NOT EXISTS gold.daily_leakage_summary (
  `summary_date` DATE NOT NULL COMMENT 'The day in the business time zone.',
  `journey_type` STRING NOT NULL COMMENT 'The journey.',
  `digital_sessions` BIGINT COMMENT 'Visits, each counted once per journey.',
  `digital_failures` BIGINT COMMENT 'Error and abandon events.',
  `leaked_calls` BIGINT COMMENT 'Calls credited to a digital failure.',
  `repeat_calls` BIGINT COMMENT 'Those whose caller had called about this journey in the seven days before.',
  `leakage_rate` DECIMAL(18, 4) COMMENT 'Leaked calls / digital failures, a fraction.',
  `containment_rate` DECIMAL(18, 4) COMMENT '1 - leaked calls / digital sessions, a fraction.',
  `cost_usd` DECIMAL(18, 2) COMMENT 'What the calls cost, in US dollars.',
  `loaded_cost_usd` DECIMAL(18, 2) COMMENT 'The same, a repeat call counted twice: it also wastes the call before it.',
  `members_affected` BIGINT COMMENT 'Different members who called.',
  `top_segment` STRING COMMENT 'The largest segment when it has at least half of the journey\'s calls, else Mixed; null without calls.',
  `top_segment_share` DECIMAL(18, 4) COMMENT 'The largest segment\'s share of the journey\'s calls, a fraction.',
  `repeat_rate` DECIMAL(18, 4) COMMENT 'Repeat calls / leaked calls, a fraction.',
  `avg_sentiment` DECIMAL(18, 4) COMMENT 'Mean of the measured sentiment, -1 to 1.',
  `avg_minutes_to_call` DECIMAL(18, 4) COMMENT 'Mean minutes from failure to call.',
  `baseline_calls` DECIMAL(18, 4) COMMENT 'Mean leaked calls of the 7 days before; null without 7 days of history. Of an unfinished day: of the same hours.',
  `trend_pct` DECIMAL(18, 4) COMMENT 'Leaked calls against that mean, a fraction; null without history or against 0.',
  `same_weekday_trend_pct` DECIMAL(18, 4) COMMENT 'Leaked calls against the mean of the last 4 same weekdays, a fraction; null without them or against 0.',
  `is_complete_day` BOOLEAN COMMENT 'Whether the data reach the day\'s last hour.'
)
USING DELTA
COMMENT 'Executive overview: what is breaking, one row a day and journey.';

CREATE TABLE IF NOT EXISTS gold.digital_hourly (
  `event_date` DATE NOT NULL COMMENT 'The day of the session\'s first event, in the business time zone.',
  `event_hour` INT NOT NULL COMMENT 'The hour of the session\'s first event, 0 to 23.',
  `journey_type` STRING NOT NULL COMMENT 'What the member was trying to do.',
  `segment` STRING NOT NULL COMMENT 'The member\'s segment on that day.',
  `plan_type` STRING NOT NULL COMMENT 'The member\'s plan.',
  `tenure_band` STRING NOT NULL COMMENT 'New or Tenured on that day.',
  `language` STRING NOT NULL COMMENT 'The member\'s preferred language.',
  `device_type` STRING COMMENT 'The device that the session began on.',
  `app_version` STRING COMMENT 'The release that it began on.',
  `sessions` BIGINT COMMENT 'Visits, each counted once per journey.',
  `completions` BIGINT COMMENT 'Visits in which the member finished.'
)
USING DELTA
PARTITIONED BY (event_date)
COMMENT 'Digital sessions by hour and every dimension: the denominator of containment.';

CREATE TABLE IF NOT EXISTS gold.failure_hourly (
  `event_date` DATE NOT NULL COMMENT 'The failure\'s day in the business time zone.',
  `event_hour` INT NOT NULL COMMENT 'The failure\'s hour in the business time zone, 0 to 23.',
  `journey_type` STRING NOT NULL COMMENT 'The journey that failed.',
  `segment` STRING NOT NULL COMMENT 'The member\'s segment on that day.',
  `plan_type` STRING NOT NULL COMMENT 'The member\'s plan.',
  `tenure_band` STRING NOT NULL COMMENT 'New or Tenured on that day.',
  `language` STRING NOT NULL COMMENT 'The member\'s preferred language.',
  `device_type` STRING COMMENT 'The device that failed.',
  `app_version` STRING COMMENT 'The release that failed.',
  `failure_type` STRING NOT NULL COMMENT 'error or abandon.',
  `step` STRING COMMENT 'The step that failed.',
  `error_code` STRING COMMENT 'The error shown, or the last one before the member gave up.',
  `failures` BIGINT COMMENT 'Error and abandon events.',
  `leaked_failures` BIGINT COMMENT 'Those that at least one call is credited to.'
)
USING DELTA
PARTITIONED BY (event_date)
COMMENT 'Digital failures by hour and every dimension, with or without a call: the denominator of leakage rates.';

CREATE TABLE IF NOT EXISTS gold.forecast_backtest (
  `origin_date` DATE NOT NULL COMMENT 'The last day that was known.',
  `forecast_date` DATE NOT NULL COMMENT 'The day told.',
  `journey_type` STRING NOT NULL COMMENT 'The journey; all for their sum.',
  `days_ahead` INT NOT NULL COMMENT 'Days between the two.',
  `actual_calls` BIGINT NOT NULL COMMENT 'What came.',
  `forecast_calls` BIGINT NOT NULL COMMENT 'What was told.',
  `low_80_calls` BIGINT NOT NULL COMMENT 'The lower bound of the 80 % interval.',
  `high_80_calls` BIGINT NOT NULL COMMENT 'The upper bound of the 80 % interval.',
  `low_90_calls` BIGINT NOT NULL COMMENT 'The lower bound of the 90 % interval.',
  `high_90_calls` BIGINT NOT NULL COMMENT 'The upper bound of the 90 % interval.',
  `inside_80` INT NOT NULL COMMENT '1 when what came lies within the 80 % interval, else 0.',
  `inside_90` INT NOT NULL COMMENT '1 when what came lies within the 90 % interval, else 0.',
  `naive_calls` BIGINT NOT NULL COMMENT 'What the same weekday of the last week would have told: the gate (SeasonalNaive).',
  `error_calls` BIGINT NOT NULL COMMENT 'How far the forecast was off.',
  `naive_error_calls` BIGINT NOT NULL COMMENT 'How far the gate was off.',
  `scale_calls` DECIMAL(18, 4) NOT NULL COMMENT 'Mean absolute change from week to week in what was known, at least 1: what errors are measured in.',
  `scaled_error` DECIMAL(18, 4) NOT NULL COMMENT 'The forecast\'s error / that; its mean is the MASE.',
  `naive_scaled_error` DECIMAL(18, 4) NOT NULL COMMENT 'The gate\'s error / that.'
)
USING DELTA
COMMENT 'What the forecast would have told on earlier days, from what was known then, beside what came: the record that it is judged by.';

CREATE TABLE IF NOT EXISTS gold.forecast_record (
  `as_of_date` DATE NOT NULL COMMENT 'The last complete day.',
  `journey_type` STRING NOT NULL COMMENT 'The journey; all for their sum.',
  `model` STRING NOT NULL COMMENT 'What it is told by: level, weekday, growth and calendar, or, where that was no better or could not be tried, the same weekday of the last week.',
  `reason` STRING COMMENT 'Why it is told by the same weekday of the last week; null where it isn\'t.',
  `history_days` INT NOT NULL COMMENT 'Complete days that it was learned from.',
  `origins` INT NOT NULL COMMENT 'On how many earlier days it was tried.',
  `days_told` INT NOT NULL COMMENT 'How many days were told then.',
  `mase` DECIMAL(18, 4) COMMENT 'The model\'s mean scaled error; null when it could not be tried.',
  `naive_mase` DECIMAL(18, 4) COMMENT 'That of the same weekday of the last week, the gate.',
  `error_share` DECIMAL(18, 4) COMMENT 'Four days in five came within this share of what the model had told, a fraction.',
  `coverage_80` DECIMAL(18, 4) COMMENT 'Share of the days within the 80 % interval, a fraction.',
  `coverage_90` DECIMAL(18, 4) COMMENT 'Share of the days within the 90 % interval, a fraction.',
  `state` STRING NOT NULL COMMENT 'The last complete day against what was to be expected of it.',
  `latest_calls` BIGINT NOT NULL COMMENT 'That day\'s leaked calls.',
  `usual_calls` BIGINT NOT NULL COMMENT 'What was to be expected of it, told from the other days.',
  `usual_low_calls` BIGINT NOT NULL COMMENT 'The lower bound of what is usual (90 %).',
  `usual_high_calls` BIGINT NOT NULL COMMENT 'The upper bound of what is usual (90 %).',
  `excess_calls` BIGINT NOT NULL COMMENT 'That day\'s calls less the expected ones.',
  `unusual_since` DATE COMMENT 'The first day of the unusual spell; null when the day is usual.',
  `usual_again` DATE COMMENT 'By when it is over as likely as not, as earlier spells tell; null when the day is usual.',
  `usual_again_by` DATE COMMENT 'By when it is over with a chance of 90 in 100; null when the day is usual.',
  `earlier_spells` INT NOT NULL COMMENT 'How many earlier spells, of all journeys, that is told from.',
  `longest_spell_days` INT NOT NULL COMMENT 'How many days the longest of them took.'
)
USING DELTA
COMMENT 'How good the forecast of each journey has been, what it is told by and why, and where the journey stands on the last complete day.';
ALTER TABLE gold.forecast_record ADD CONSTRAINT known_model CHECK (`model` IN ('level_and_calendar', 'seasonal_naive'));
ALTER TABLE gold.forecast_record ADD CONSTRAINT known_reason CHECK (`reason` IS NULL OR `reason` IN ('too_little_history_to_try', 'no_better_than_last_week'));
ALTER TABLE gold.forecast_record ADD CONSTRAINT known_state CHECK (`state` IN ('usual', 'high', 'low'));

CREATE TABLE IF NOT EXISTS gold.forecast_windows (
  `as_of_date` DATE NOT NULL COMMENT 'The last complete day, from which it was told.',
  `start_date` DATE NOT NULL COMMENT 'The first day.',
  `end_date` DATE NOT NULL COMMENT 'The last day.',
  `journey_type` STRING NOT NULL COMMENT 'The journey; all for their sum.',
  `days` INT NOT NULL COMMENT 'How many days.',
  `known_calls` BIGINT NOT NULL COMMENT 'Leaked calls of its days that have been.',
  `known_cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What those cost, in US dollars.',
  `calls` BIGINT NOT NULL COMMENT 'Leaked calls expected of all its days, those that have been among them.',
  `cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What they cost, in US dollars.',
  `low_80_calls` BIGINT NOT NULL COMMENT 'The lower bound: with a chance of 80 in 100 the calls lie between the two.',
  `low_80_cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What those calls cost.',
  `high_80_calls` BIGINT NOT NULL COMMENT 'The upper bound: with a chance of 80 in 100 the calls lie between the two.',
  `high_80_cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What those calls cost.',
  `low_90_calls` BIGINT NOT NULL COMMENT 'The lower bound: with a chance of 90 in 100 the calls lie between the two.',
  `low_90_cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What those calls cost.',
  `high_90_calls` BIGINT NOT NULL COMMENT 'The upper bound: with a chance of 90 in 100 the calls lie between the two.',
  `high_90_cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What those calls cost.',
  `model` STRING NOT NULL COMMENT 'What it is told by: level, weekday, growth and calendar, or, where that was no better or could not be tried, the same weekday of the last week.'
)
USING DELTA
COMMENT 'What is expected of every run of consecutive days that ends ahead, with intervals of its own, since those of days don\'t add up. Runs may also begin on the first day of the current week and month: what has been is known, the rest is expected.';
ALTER TABLE gold.forecast_windows ADD CONSTRAINT known_model CHECK (`model` IN ('level_and_calendar', 'seasonal_naive'));

CREATE TABLE IF NOT EXISTS gold.forecasts (
  `as_of_date` DATE NOT NULL COMMENT 'The last complete day, from which it was told.',
  `forecast_date` DATE NOT NULL COMMENT 'The day.',
  `journey_type` STRING NOT NULL COMMENT 'The journey; all for their sum.',
  `days_ahead` INT NOT NULL COMMENT 'Days from the last complete one.',
  `calls` BIGINT NOT NULL COMMENT 'Leaked calls expected; those of all are the sum of the journeys\'.',
  `cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What they would cost, in US dollars.',
  `low_80_calls` BIGINT NOT NULL COMMENT 'The lower bound: with a chance of 80 in 100 the calls lie between the two.',
  `low_80_cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What those calls cost.',
  `high_80_calls` BIGINT NOT NULL COMMENT 'The upper bound: with a chance of 80 in 100 the calls lie between the two.',
  `high_80_cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What those calls cost.',
  `low_90_calls` BIGINT NOT NULL COMMENT 'The lower bound: with a chance of 90 in 100 the calls lie between the two.',
  `low_90_cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What those calls cost.',
  `high_90_calls` BIGINT NOT NULL COMMENT 'The upper bound: with a chance of 90 in 100 the calls lie between the two.',
  `high_90_cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What those calls cost.',
  `model` STRING NOT NULL COMMENT 'What it is told by: level, weekday, growth and calendar, or, where that was no better or could not be tried, the same weekday of the last week.',
  `is_holiday` BOOLEAN NOT NULL COMMENT 'Whether the calendar has a holiday.',
  `holiday` STRING COMMENT 'Its name.'
)
USING DELTA
COMMENT 'How many leaked calls each of the days ahead is expected to have, and what they would cost; empty with less than two weeks of complete days.';
ALTER TABLE gold.forecasts ADD CONSTRAINT known_model CHECK (`model` IN ('level_and_calendar', 'seasonal_naive'));

CREATE TABLE IF NOT EXISTS gold.incident_days (
  `look_date` DATE NOT NULL COMMENT 'The day that was looked at.',
  `incident_id` STRING NOT NULL COMMENT 'The incident: the same on each of its days, and in every run that finds it.',
  `rank` INT NOT NULL COMMENT '1 explains most of the day.',
  `slice` STRING NOT NULL COMMENT 'What it is the calls of, as JSON: the fewest values that say it.',
  `journey_type` STRING COMMENT 'The journey.',
  `segment` STRING COMMENT 'The member\'s segment.',
  `device_type` STRING COMMENT 'The device.',
  `app_version` STRING COMMENT 'The release.',
  `failure_type` STRING COMMENT 'error or abandon.',
  `step` STRING COMMENT 'The step.',
  `error_code` STRING COMMENT 'The error code.',
  `first_date` DATE NOT NULL COMMENT 'The day that it began.',
  `first_hour` INT COMMENT 'The hour of that day, 0 to 23.',
  `last_hour` INT COMMENT 'The last hour of this day with an excess, 0 to 23.',
  `is_ongoing` BOOLEAN NOT NULL COMMENT 'Whether it lasted to the end of what was looked at.',
  `observed_calls` BIGINT NOT NULL COMMENT 'The slice\'s leaked calls in the incident\'s hours of this day.',
  `expected_calls` DECIMAL(18, 1) NOT NULL COMMENT 'How many were to be expected.',
  `low_calls` DECIMAL(18, 1) NOT NULL COMMENT 'The lower bound of what was to be expected.',
  `high_calls` DECIMAL(18, 1) NOT NULL COMMENT 'The upper bound.',
  `excess_calls` DECIMAL(18, 1) NOT NULL COMMENT 'Observed less expected.',
  `excess_cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What the excess cost, in US dollars.',
  `confidence` DECIMAL(9, 4) NOT NULL COMMENT 'How sure it is that this is no chance, a fraction.',
  `severity` STRING NOT NULL COMMENT 'How much it matters.',
  `status` STRING NOT NULL COMMENT 'An alarm; explained by the calendar; or like one that a person accepted.',
  `event_date` DATE COMMENT 'The day of the event that explains it or is suspected.',
  `event_type` STRING COMMENT 'What kind of event.',
  `event` STRING COMMENT 'The event in words.'
)
USING DELTA
COMMENT 'What was unusual on each day: one row for each incident and day, at the slice that explains it best. The columns of a slice are null where it has several values, (none) where it is those without one.';
ALTER TABLE gold.incident_days ADD CONSTRAINT known_severity CHECK (`severity` IN ('low', 'medium', 'high'));
ALTER TABLE gold.incident_days ADD CONSTRAINT known_status CHECK (`status` IN ('open', 'expected', 'accepted'));

CREATE TABLE IF NOT EXISTS gold.incidents (
  `incident_id` STRING NOT NULL COMMENT 'The same in every run that finds it.',
  `as_of_date` DATE NOT NULL COMMENT 'The last day with data.',
  `slice` STRING NOT NULL COMMENT 'What it is the calls of, as JSON: the fewest values that say it.',
  `journey_type` STRING COMMENT 'The journey.',
  `segment` STRING COMMENT 'The member\'s segment.',
  `device_type` STRING COMMENT 'The device.',
  `app_version` STRING COMMENT 'The release.',
  `failure_type` STRING COMMENT 'error or abandon.',
  `step` STRING COMMENT 'The step.',
  `error_code` STRING COMMENT 'The error code.',
  `first_date` DATE NOT NULL COMMENT 'The day that it began.',
  `first_hour` INT COMMENT 'The hour of that day, 0 to 23.',
  `last_date` DATE NOT NULL COMMENT 'The last day that it was seen.',
  `last_hour` INT COMMENT 'The last hour of that day with an excess, 0 to 23.',
  `days` BIGINT NOT NULL COMMENT 'On how many days it was seen.',
  `status` STRING NOT NULL COMMENT 'new began on the last day, ongoing before it and is still seen; over is not; the calendar explains one that is expected, and a person accepted the like of one that is accepted.',
  `severity` STRING NOT NULL COMMENT 'How much it matters on its worst day.',
  `confidence` DECIMAL(9, 4) NOT NULL COMMENT 'How sure it is that this is no chance, a fraction; of its surest day.',
  `observed_calls` BIGINT NOT NULL COMMENT 'Its slice\'s leaked calls while it lasted.',
  `expected_calls` DECIMAL(18, 1) NOT NULL COMMENT 'How many were to be expected.',
  `low_calls` DECIMAL(18, 1) NOT NULL COMMENT 'The lower bound of what was to be expected, day by day.',
  `high_calls` DECIMAL(18, 1) NOT NULL COMMENT 'The upper bound, day by day.',
  `excess_calls` DECIMAL(18, 1) NOT NULL COMMENT 'Observed less expected.',
  `excess_cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What the excess has cost so far, in US dollars.',
  `peak_excess_calls` DECIMAL(18, 1) NOT NULL COMMENT 'The excess of its worst day.',
  `event_date` DATE COMMENT 'The day of the event that explains it or is suspected.',
  `event_type` STRING COMMENT 'What kind of event.',
  `event` STRING COMMENT 'The event in words.',
  `similar_before` BIGINT NOT NULL COMMENT 'How many earlier incidents hit the same journey with the same error code.',
  `verdict` STRING COMMENT 'What a person said of it last.',
  `verdict_by` STRING COMMENT 'Who said so.',
  `verdict_note` STRING COMMENT 'Why.'
)
USING DELTA
COMMENT 'Incidents: each unusual surge of leaked calls once, over all its days, with what it cost, what is suspected and what people said of it. The columns of a slice are null where it has several values, (none) where it is those without one.';
ALTER TABLE gold.incidents ADD CONSTRAINT known_status CHECK (`status` IN ('new', 'ongoing', 'over', 'expected', 'accepted'));
ALTER TABLE gold.incidents ADD CONSTRAINT known_severity CHECK (`severity` IN ('low', 'medium', 'high'));
ALTER TABLE gold.incidents ADD CONSTRAINT known_verdict CHECK (`verdict` IS NULL OR `verdict` IN ('confirmed', 'expected', 'false_alarm', 'new_normal'));

CREATE TABLE IF NOT EXISTS gold.journey_timeline (
  `journey_key` STRING NOT NULL COMMENT 'Tells journeys apart and leads back to nobody.',
  `event_seq` INT NOT NULL COMMENT '1 is the session\'s first event; the call comes last.',
  `journey_date` DATE NOT NULL COMMENT 'The call\'s day in the business time zone.',
  `journey_type` STRING NOT NULL COMMENT 'The journey that failed.',
  `segment` STRING NOT NULL COMMENT 'The member\'s segment as of the call.',
  `occurred_at` TIMESTAMP NOT NULL COMMENT 'When, in UTC.',
  `source` STRING NOT NULL COMMENT 'Where it happened.',
  `step` STRING COMMENT 'The step of the journey.',
  `event_type` STRING NOT NULL COMMENT 'view, action, error, abandon, complete or call.',
  `error_code` STRING COMMENT 'The error shown.',
  `device_type` STRING COMMENT 'The device or browser.',
  `minutes_since_start` DECIMAL(18, 4) COMMENT 'Minutes since the session\'s first event.',
  `minutes_to_call` DECIMAL(18, 4) COMMENT 'Minutes from the credited failure to the call.'
)
USING DELTA
COMMENT 'Journey playback: the leaked calls of the latest days, each with its session from the first event to the call. Read by the playback query only.';
ALTER TABLE gold.journey_timeline ADD CONSTRAINT known_source CHECK (`source` IN ('digital', 'call'));

CREATE TABLE IF NOT EXISTS gold.leakage_hourly (
  `leakage_date` DATE NOT NULL COMMENT 'The call\'s day in the business time zone.',
  `leakage_hour` INT NOT NULL COMMENT 'The call\'s hour in the business time zone, 0 to 23.',
  `journey_type` STRING NOT NULL COMMENT 'The journey that failed.',
  `segment` STRING NOT NULL COMMENT 'The member\'s segment as of the call.',
  `plan_type` STRING NOT NULL COMMENT 'The member\'s plan.',
  `tenure_band` STRING NOT NULL COMMENT 'New or Tenured as of the call.',
  `language` STRING NOT NULL COMMENT 'The member\'s preferred language.',
  `device_type` STRING COMMENT 'The device that failed.',
  `app_version` STRING COMMENT 'The release that failed.',
  `failure_type` STRING NOT NULL COMMENT 'error or abandon.',
  `step` STRING COMMENT 'The step that failed.',
  `error_code` STRING COMMENT 'The error shown, or the last one before the member gave up.',
  `leaked_calls` BIGINT COMMENT 'Calls credited to a digital failure.',
  `repeat_calls` BIGINT COMMENT 'Those whose caller had called about this journey in the seven days before.',
  `cost_usd` DECIMAL(18, 2) COMMENT 'What the calls cost, in US dollars.',
  `loaded_cost_usd` DECIMAL(18, 2) COMMENT 'The same, a repeat call counted twice: it also wastes the call before it.',
  `sentiment_sum` DECIMAL(18, 4) COMMENT 'Sum of the measured sentiment scores.',
  `sentiment_count` BIGINT COMMENT 'Calls whose sentiment was measured.',
  `seconds_to_call_sum` BIGINT COMMENT 'Seconds from failure to call, summed.'
)
USING DELTA
PARTITIONED BY (leakage_date)
COMMENT 'Leaked calls by hour and every dimension: the cube for free questions and spikes.';

CREATE TABLE IF NOT EXISTS gold.leakage_incrementality (
  `summary_date` DATE NOT NULL COMMENT 'The day in the plan\'s business time zone.',
  `journey_type` STRING NOT NULL COMMENT 'The journey of the failure.',
  `window_minutes` INT NOT NULL COMMENT 'How soon after a failure a call counts.',
  `digital_failures` BIGINT NOT NULL COMMENT 'Digital failures.',
  `control_windows` BIGINT NOT NULL COMMENT 'Of them, those whose member had no failure within an hour at the same time a week earlier.',
  `leaked_calls` BIGINT NOT NULL COMMENT 'Calls within that window after a failure on their journey; each counts once.',
  `control_calls` BIGINT NOT NULL COMMENT 'Calls in the windows a week earlier.',
  `anyway_calls` DECIMAL(18, 4) COMMENT 'Leaked calls that would have come anyway: the control calls, for as many windows as there were failures; null without any window to compare with.',
  `caused_calls` DECIMAL(18, 4) COMMENT 'Leaked calls less those: what the failures brought.',
  `cost_usd` DECIMAL(18, 2) NOT NULL COMMENT 'What the leaked calls cost, in US dollars.',
  `caused_cost_usd` DECIMAL(18, 2) COMMENT 'What those that the failures brought cost, in US dollars.'
)
USING DELTA
COMMENT 'How many of the calls after a digital failure would have come anyway, with windows of 15, 30 and 60 minutes; the last 28 complete days.';

CREATE TABLE IF NOT EXISTS gold.looks (
  `look_date` DATE NOT NULL COMMENT 'The day that was looked at.',
  `incident_id` STRING COMMENT 'The incident: the same on each of its days, and in every run that finds it.',
  `rank` INT NOT NULL COMMENT '0 for the look itself, then 1 for what explains most of the day.',
  `is_judged` BOOLEAN COMMENT 'Of a look: whether there was enough history to judge the day.',
  `looked_hour` INT COMMENT 'Of a look: the last hour that it saw, 0 to 23; null for a whole day.',
  `missing_hours` STRING COMMENT 'Of a look: hours without any calls that usually have many, separated by commas.',
  `slice` STRING COMMENT 'What it is the calls of, as JSON: the fewest values that say it.',
  `journey_type` STRING COMMENT 'The journey.',
  `segment` STRING COMMENT 'The member\'s segment.',
  `device_type` STRING COMMENT 'The device.',
  `app_version` STRING COMMENT 'The release.',
  `failure_type` STRING COMMENT 'error or abandon.',
  `step` STRING COMMENT 'The step.',
  `error_code` STRING COMMENT 'The error code.',
  `first_date` DATE COMMENT 'The day that it began.',
  `first_hour` INT COMMENT 'The hour of that day, 0 to 23.',
  `last_hour` INT COMMENT 'The last hour of this day with an excess, 0 to 23.',
  `is_ongoing` BOOLEAN COMMENT 'Whether it lasted to the end of what was looked at.',
  `observed_calls` BIGINT COMMENT 'The slice\'s leaked calls in the incident\'s hours of this day.',
  `expected_calls` DECIMAL(18, 1) COMMENT 'How many were to be expected.',
  `low_calls` DECIMAL(18, 1) COMMENT 'The lower bound of what was to be expected.',
  `high_calls` DECIMAL(18, 1) COMMENT 'The upper bound.',
  `excess_calls` DECIMAL(18, 1) COMMENT 'Observed less expected.',
  `excess_cost_usd` DECIMAL(18, 2) COMMENT 'What the excess cost, in US dollars.',
  `confidence` DECIMAL(9, 4) COMMENT 'How sure it is that this is no chance, a fraction.',
  `severity` STRING COMMENT 'How much it matters.',
  `status` STRING COMMENT 'An alarm; explained by the calendar; or like one that a person accepted.',
  `event_date` DATE COMMENT 'The day of the event that explains it or is suspected.',
  `event_type` STRING COMMENT 'What kind of event.',
  `event` STRING COMMENT 'The event in words.'
)
USING DELTA
COMMENT 'What a look at each day found: a row for the look itself (rank 0), and one for each incident of the day, at the slice that explains it best. The columns of a slice are null where it has several values, (none) where it is those without one.';
ALTER TABLE gold.looks ADD CONSTRAINT known_severity CHECK (`severity` IS NULL OR `severity` IN ('low', 'medium', 'high'));
ALTER TABLE gold.looks ADD CONSTRAINT known_status CHECK (`status` IS NULL OR `status` IN ('open', 'expected', 'accepted'));

CREATE TABLE IF NOT EXISTS gold.root_cause_analysis (
  `summary_date` DATE NOT NULL COMMENT 'The day in the business time zone.',
  `journey_type` STRING NOT NULL COMMENT 'The journey.',
  `segment` STRING NOT NULL COMMENT 'The member\'s segment as of the call.',
  `failure_type` STRING NOT NULL COMMENT 'error or abandon.',
  `step` STRING COMMENT 'The step that failed.',
  `error_code` STRING COMMENT 'The error shown, or the last one before the member gave up; null when there was none.',
  `device_type` STRING COMMENT 'The device that failed.',
  `app_version` STRING COMMENT 'The release that failed.',
  `leaked_calls` BIGINT COMMENT 'Calls credited to a digital failure.',
  `share_of_journey` DECIMAL(18, 4) COMMENT 'The cause\'s share of the journey\'s calls that day, a fraction.',
  `baseline_calls` DECIMAL(18, 4) COMMENT 'Mean leaked calls of the 7 days before; null without 7 days of history. Of an unfinished day: of the same hours.',
  `change_calls` DECIMAL(18, 4) COMMENT 'Leaked calls less that mean.',
  `trend_pct` DECIMAL(18, 4) COMMENT 'Leaked calls against that mean, a fraction; null without history or against 0.',
  `cost_usd` DECIMAL(18, 2) COMMENT 'What the calls cost, in US dollars.'
)
USING DELTA
PARTITIONED BY (summary_date)
COMMENT 'Why it is happening: one row a day, journey, segment and cause, also where only the 7 days before have calls, so that the changes add up.';

CREATE TABLE IF NOT EXISTS gold.savings_model (
  `as_of_date` DATE NOT NULL COMMENT 'The last complete day.',
  `journey_type` STRING NOT NULL COMMENT 'The journey; journeys without leaked calls are left out.',
  `fix_rate` DECIMAL(9, 4) NOT NULL COMMENT 'The share of the leaked calls that would be fixed, a fraction.',
  `daily_cost_usd` DECIMAL(18, 2) COMMENT 'That day\'s cost, in US dollars.',
  `days_per_year` INT NOT NULL COMMENT 'How many days a year\'s figures are made of.',
  `annual_cost_usd` DECIMAL(18, 2) COMMENT 'That day\'s cost times the days of a year, in US dollars.',
  `annual_savings_usd` DECIMAL(18, 2) COMMENT 'The annual cost times the fix rate, in US dollars.'
)
USING DELTA
COMMENT 'What the upside is: the last complete day\'s cost over a year, and what fixing a share of the calls would save.';

CREATE TABLE IF NOT EXISTS gold.segment_drilldown (
  `summary_date` DATE NOT NULL COMMENT 'The day in the business time zone.',
  `journey_type` STRING NOT NULL COMMENT 'The journey.',
  `segment` STRING NOT NULL COMMENT 'The member\'s segment as of the call.',
  `leaked_calls` BIGINT COMMENT 'Calls credited to a digital failure.',
  `repeat_calls` BIGINT COMMENT 'Those whose caller had called about this journey in the seven days before.',
  `repeat_rate` DECIMAL(18, 4) COMMENT 'Repeat calls / leaked calls, a fraction.',
  `avg_sentiment` DECIMAL(18, 4) COMMENT 'Mean of the measured sentiment, -1 to 1.',
  `cost_usd` DECIMAL(18, 2) COMMENT 'What the calls cost, in US dollars.',
  `loaded_cost_usd` DECIMAL(18, 2) COMMENT 'The same, a repeat call counted twice.',
  `members_affected` BIGINT COMMENT 'Different members who called.',
  `share_of_journey` DECIMAL(18, 4) COMMENT 'The segment\'s share of the journey\'s calls, a fraction.',
  `baseline_calls` DECIMAL(18, 4) COMMENT 'Mean leaked calls of the 7 days before; null without 7 days of history. Of an unfinished day: of the same hours.',
  `trend_pct` DECIMAL(18, 4) COMMENT 'Leaked calls against that mean, a fraction; null without history or against 0.'
)
USING DELTA
COMMENT 'Who is impacted: one row a day, journey and segment, also where only the 7 days before have calls.';

CREATE TABLE IF NOT EXISTS ops.action_ledger (
  `entry_id` STRING NOT NULL COMMENT 'The change; the same whenever the same request comes again.',
  `action_id` STRING NOT NULL COMMENT 'The action on its slice; see gold.action_recommendations.',
  `state` STRING NOT NULL COMMENT 'The state that it has from then on.',
  `action` STRING NOT NULL COMMENT 'What to do.',
  `owner` STRING NOT NULL COMMENT 'The team that does it.',
  `journey_type` STRING NOT NULL COMMENT 'The journey that it helps.',
  `segment` STRING NOT NULL COMMENT 'The segment that it helps; all for every one.',
  `due_on` DATE COMMENT 'The day that it is promised for.',
  `shipped_on` DATE COMMENT 'The first day that members had it.',
  `exposed_share` DECIMAL(9, 4) COMMENT 'The share of the slice\'s members that have it, a fraction; 1 for everybody.',
  `reason` STRING COMMENT 'Why it was rejected, or taken up again.',
  `addressable_calls_per_day` BIGINT NOT NULL COMMENT 'The slice\'s leaked calls a day when it was decided.',
  `fixable_share` DECIMAL(9, 4) NOT NULL COMMENT 'The share of them that it was expected to fix, a fraction.',
  `predicted_savings_usd` DECIMAL(18, 2) NOT NULL COMMENT 'The savings expected of it in a year, in US dollars.',
  `realised_savings_usd` DECIMAL(18, 2) COMMENT 'The savings a year that were measured, in US dollars.',
  `recorded_by` STRING NOT NULL COMMENT 'Who recorded it.',
  `role` STRING NOT NULL COMMENT 'The role that they had.',
  `recorded_at` TIMESTAMP NOT NULL COMMENT 'When, in UTC.'
)
USING DELTA
COMMENT 'What people decided about each action and what became of it; a row for each change, none is ever altered.';
ALTER TABLE ops.action_ledger ADD CONSTRAINT known_state CHECK (`state` IN ('proposed', 'accepted', 'shipped', 'measured', 'rejected'));
ALTER TABLE ops.action_ledger ADD CONSTRAINT known_role CHECK (`role` IN ('operator', 'care_ops'));

CREATE TABLE IF NOT EXISTS ops.audit_log (
  `record` BIGINT NOT NULL COMMENT 'The record\'s place in the chain; the first is 1, and none is left out.',
  `asked_at` TIMESTAMP NOT NULL COMMENT 'When it was asked, in UTC.',
  `door` STRING NOT NULL COMMENT 'Where it came in: page, command, briefing, server, mcp, or another program\'s name.',
  `act` STRING NOT NULL COMMENT 'Whether it was to be answered, or only to be said how it would be.',
  `user` STRING NOT NULL COMMENT 'Who asked.',
  `role` STRING NOT NULL COMMENT 'The role that it was asked in.',
  `conversation_id` STRING COMMENT 'The conversation that it belongs to; null for none.',
  `question` STRING NOT NULL COMMENT 'The question, as asked.',
  `language` STRING COMMENT 'The language that it was answered in.',
  `status` STRING NOT NULL COMMENT 'What became of it.',
  `label` STRING COMMENT 'How the answer came about; null when there was none.',
  `code` STRING COMMENT 'Why there was no answer: the reason of a refusal, unclear, the phase in which it failed, or the kind of crash.',
  `reading` STRING COMMENT 'The plan as it was said: what the question was read as, in words.',
  `sql` STRING COMMENT 'The statements that were shown and run, as a JSON list.',
  `tables` STRING COMMENT 'The tables that they read, as a JSON list.',
  `row_count` BIGINT COMMENT 'The rows that they gave.',
  `trace_id` STRING COMMENT 'The answer\'s trace.',
  `run_id` STRING COMMENT 'The published run whose figures were asked; null for data of one\'s own.',
  `model` STRING COMMENT 'The semantic model\'s fingerprint.',
  `chat_model` STRING COMMENT 'The chat model that could have been asked for help; null for none.',
  `product` STRING NOT NULL COMMENT 'The product\'s version.',
  `ms` DOUBLE NOT NULL COMMENT 'How long it took, in milliseconds.',
  `previous_hash` STRING NOT NULL COMMENT 'The hash of the record before it; of the first one, 64 zeros.',
  `hash` STRING NOT NULL COMMENT 'SHA-256 of everything above, as JSON with sorted keys.'
)
USING DELTA
COMMENT 'One record a question, whatever became of it, chained by hashes so that none can be altered, taken out or moved unnoticed; never a figure or a row.';
ALTER TABLE ops.audit_log ADD CONSTRAINT known_act CHECK (`act` IN ('ask', 'explain'));
ALTER TABLE ops.audit_log ADD CONSTRAINT known_role CHECK (`role` IN ('viewer', 'operator', 'care_ops'));
ALTER TABLE ops.audit_log ADD CONSTRAINT known_status CHECK (`status` IN ('answered', 'clarify', 'declined', 'failed'));
ALTER TABLE ops.audit_log ADD CONSTRAINT known_label CHECK (`label` IS NULL OR `label` IN ('certified', 'computed', 'freehand'));

CREATE TABLE IF NOT EXISTS ops.briefings (
  `kept_id` STRING NOT NULL COMMENT 'The briefing\'s own fingerprint: the same words are kept once.',
  `briefing` STRING NOT NULL COMMENT 'The briefing: its day, audience and language.',
  `subject` STRING NOT NULL COMMENT 'The line that it began with.',
  `html` STRING NOT NULL COMMENT 'As it was mailed.',
  `markdown` STRING NOT NULL COMMENT 'The same as Markdown.',
  `recorded_at` TIMESTAMP NOT NULL COMMENT 'When it was first sent, in UTC.'
)
USING DELTA
COMMENT 'Each briefing as it was first sent, word for word: what it said that morning can be read again whatever was built since.';

CREATE TABLE IF NOT EXISTS ops.conversations (
  `conversation_id` STRING NOT NULL COMMENT 'The conversation.',
  `user` STRING NOT NULL COMMENT 'Whose conversation it is; nobody else reads it or goes on with it.',
  `role` STRING NOT NULL COMMENT 'The role that the question was asked in.',
  `turn` INT NOT NULL COMMENT 'The question\'s place in the conversation; the first is 1.',
  `asked_at` TIMESTAMP NOT NULL COMMENT 'When it was asked, in UTC.',
  `question` STRING NOT NULL COMMENT 'The question, as asked.',
  `language` STRING NOT NULL COMMENT 'The language that it was answered in.',
  `status` STRING NOT NULL COMMENT 'What became of it.',
  `label` STRING COMMENT 'How the answer came about; null when there was none.',
  `reading` STRING COMMENT 'What the question was read as, in words; null when it was not understood.',
  `trace_id` STRING NOT NULL COMMENT 'The answer\'s trace; no two turns have the same.'
)
USING DELTA
COMMENT 'What people asked in each conversation, and what became of it; never a figure, a row or a member\'s value.';
ALTER TABLE ops.conversations ADD CONSTRAINT known_role CHECK (`role` IN ('viewer', 'operator', 'care_ops'));
ALTER TABLE ops.conversations ADD CONSTRAINT known_status CHECK (`status` IN ('answered', 'clarify', 'declined', 'failed'));
ALTER TABLE ops.conversations ADD CONSTRAINT known_label CHECK (`label` IS NULL OR `label` IN ('certified', 'computed', 'freehand'));

CREATE TABLE IF NOT EXISTS ops.delivery_log (
  `briefing` STRING NOT NULL COMMENT 'The briefing: its day, audience and language, or what kept it from being made.',
  `kind` STRING NOT NULL COMMENT 'A briefing, or word that there is none and why.',
  `channel` STRING NOT NULL COMMENT 'How it goes.',
  `target` STRING NOT NULL COMMENT 'Where it goes: an address, the name of the variable that holds a webhook, a folder.',
  `status` STRING NOT NULL COMMENT 'How far it came; one that is sending and has no later row was cut off, and is sent again under the same message id.',
  `message_id` STRING NOT NULL COMMENT 'The same whenever the same briefing goes to the same reader.',
  `reason` STRING COMMENT 'Why it failed.',
  `recorded_at` TIMESTAMP NOT NULL COMMENT 'When, in UTC.'
)
USING DELTA
COMMENT 'What became of each briefing on its way to each reader; a briefing that was sent is not sent again.';
ALTER TABLE ops.delivery_log ADD CONSTRAINT known_kind CHECK (`kind` IN ('briefing', 'alert'));
ALTER TABLE ops.delivery_log ADD CONSTRAINT known_channel CHECK (`channel` IN ('mail', 'slack', 'teams', 'folder'));
ALTER TABLE ops.delivery_log ADD CONSTRAINT known_status CHECK (`status` IN ('sending', 'sent', 'failed'));

CREATE TABLE IF NOT EXISTS ops.feedback (
  `feedback_id` STRING NOT NULL COMMENT 'This judgement; no two have the same.',
  `trace_id` STRING NOT NULL COMMENT 'The answer\'s trace.',
  `user` STRING NOT NULL COMMENT 'Who judged it; only who asked may.',
  `role` STRING NOT NULL COMMENT 'The role that it was judged in.',
  `door` STRING NOT NULL COMMENT 'Where it came in: page, command, server, mcp, or another program\'s name.',
  `verdict` STRING NOT NULL COMMENT 'Whether the answer was good.',
  `reason` STRING COMMENT 'What is wrong with it, where it was not good.',
  `comment` STRING COMMENT 'What was said in own words.',
  `question` STRING NOT NULL COMMENT 'The question, as asked.',
  `language` STRING COMMENT 'The language that it was answered in.',
  `status` STRING NOT NULL COMMENT 'What became of it.',
  `label` STRING COMMENT 'How the answer came about; null when there was none.',
  `reading` STRING COMMENT 'What the question was read as, in words; null when it was not understood.',
  `recorded_at` TIMESTAMP NOT NULL COMMENT 'When, in UTC.'
)
USING DELTA
COMMENT 'What people said of answers; what somebody says later of the same answer takes the place of what they said before.';
ALTER TABLE ops.feedback ADD CONSTRAINT known_role CHECK (`role` IN ('viewer', 'operator', 'care_ops'));
ALTER TABLE ops.feedback ADD CONSTRAINT known_verdict CHECK (`verdict` IN ('up', 'down'));
ALTER TABLE ops.feedback ADD CONSTRAINT known_reason CHECK (`reason` IS NULL OR `reason` IN ('wrong_number', 'misread', 'not_answered', 'unclear', 'other'));
ALTER TABLE ops.feedback ADD CONSTRAINT known_status CHECK (`status` IN ('answered', 'clarify', 'declined', 'failed'));
ALTER TABLE ops.feedback ADD CONSTRAINT known_label CHECK (`label` IS NULL OR `label` IN ('certified', 'computed', 'freehand'));

CREATE TABLE IF NOT EXISTS ops.incident_verdicts (
  `incident_id` STRING NOT NULL COMMENT 'The incident.',
  `opinion` STRING NOT NULL COMMENT 'What was said.',
  `slice` STRING NOT NULL COMMENT 'The incident\'s slice, as JSON.',
  `first_date` DATE NOT NULL COMMENT 'The day that the incident began.',
  `excess_calls` DECIMAL(18, 1) NOT NULL COMMENT 'Its excess on its largest day.',
  `as_of_date` DATE NOT NULL COMMENT 'The last day with data when it was said; looks at later days respect it.',
  `said_by` STRING NOT NULL COMMENT 'Who said so.',
  `note` STRING COMMENT 'Why.',
  `recorded_at` TIMESTAMP NOT NULL COMMENT 'When, in UTC.'
)
USING DELTA
COMMENT 'What people said of incidents: respected when the like of it comes again. The latest verdict on an incident counts.';
ALTER TABLE ops.incident_verdicts ADD CONSTRAINT known_opinion CHECK (`opinion` IN ('confirmed', 'expected', 'false_alarm', 'new_normal'));

CREATE TABLE IF NOT EXISTS ops.quality_results (
  `run_id` STRING NOT NULL COMMENT 'The run.',
  `table_name` STRING NOT NULL COMMENT 'The table.',
  `expectation` STRING NOT NULL COMMENT 'The expectation.',
  `action` STRING NOT NULL COMMENT 'What happens to rows that don\'t meet it.',
  `rows_checked` BIGINT NOT NULL COMMENT 'Rows looked at.',
  `rows_failed` BIGINT NOT NULL COMMENT 'Rows that did not meet it.',
  `reason` STRING COMMENT 'The expectation in words.',
  `recorded_at` TIMESTAMP NOT NULL COMMENT 'When, in UTC.'
)
USING DELTA
COMMENT 'What each expectation found in each run.';
ALTER TABLE ops.quality_results ADD CONSTRAINT known_action CHECK (`action` IN ('warn', 'quarantine', 'fail'));

CREATE TABLE IF NOT EXISTS ops.runs (
  `run_id` STRING NOT NULL COMMENT 'The run.',
  `kind` STRING NOT NULL COMMENT 'What the run did.',
  `status` STRING NOT NULL COMMENT 'How far it came; a run that started and has no other row was killed.',
  `recorded_at` TIMESTAMP NOT NULL COMMENT 'When this was recorded, in UTC.',
  `engine` STRING COMMENT 'duckdb or spark.',
  `since` DATE COMMENT 'The first business date that was recomputed; null for all of them.',
  `definition` STRING COMMENT 'A fingerprint of the SQL, contracts and settings that the tables follow.',
  `versions` STRING COMMENT 'Published runs: the Delta version of each table, as JSON.',
  `tables` STRING COMMENT 'Rows, bytes and seconds of each table, as JSON.',
  `message` STRING COMMENT 'Why a run failed; what was restored.'
)
USING DELTA
COMMENT 'What became of each run; readers take the table versions of the latest published one.';
ALTER TABLE ops.runs ADD CONSTRAINT known_kind CHECK (`kind` IN ('build', 'restore', 'optimize'));
ALTER TABLE ops.runs ADD CONSTRAINT known_status CHECK (`status` IN ('started', 'published', 'failed'));

CREATE TABLE IF NOT EXISTS silver.business_calendar_quarantine (
  `reasons` STRING NOT NULL COMMENT 'Every expectation that the row breaks, separated by commas.',
  `event_date` STRING COMMENT 'Date, ISO 8601.',
  `event_type` STRING COMMENT 'holiday, billing_run, card_mailing, enrollment_period, release or outage.',
  `journey_type` STRING COMMENT 'The journey concerned; empty when all are.',
  `description` STRING COMMENT 'In words.',
  `ingestion_timestamp` TIMESTAMP COMMENT 'When the row was taken in.',
  `source_file` STRING COMMENT 'The landing file that the row came from.'
)
USING DELTA
COMMENT 'Rows of bronze.business_calendar_raw that break the contract of silver.business_calendar_cleaned, as they arrived, with every reason.';

CREATE TABLE IF NOT EXISTS silver.call_logs_quarantine (
  `reasons` STRING NOT NULL COMMENT 'Every expectation that the row breaks, separated by commas.',
  `call_id` STRING COMMENT 'The call\'s key.',
  `member_id` STRING COMMENT 'Who called.',
  `call_timestamp` STRING COMMENT 'When, ISO 8601 in UTC.',
  `call_reason` STRING COMMENT 'The journey that the call is about; or general, other, or empty.',
  `duration_seconds` STRING COMMENT 'How long the call took.',
  `wait_seconds` STRING COMMENT 'How long the member waited.',
  `agent_id` STRING COMMENT 'Who answered.',
  `language` STRING COMMENT 'The language spoken.',
  `resolution` STRING COMMENT 'resolved, transferred, callback or unresolved.',
  `sentiment_score` STRING COMMENT '-1 (angry) to 1 (glad); may be missing.',
  `transcript` STRING COMMENT 'What was said; free text.',
  `ingestion_timestamp` TIMESTAMP COMMENT 'When the row was taken in.',
  `source_file` STRING COMMENT 'The landing file that the row came from.',
  `raw_date` DATE COMMENT 'The UTC day of the row\'s own timestamp; null when it has none that can be read.'
)
USING DELTA
COMMENT 'Rows of bronze.call_logs_raw that break the contract of silver.call_logs_cleaned, as they arrived, with every reason.';

CREATE TABLE IF NOT EXISTS silver.digital_journeys_quarantine (
  `reasons` STRING NOT NULL COMMENT 'Every expectation that the row breaks, separated by commas.',
  `event_id` STRING COMMENT 'The event\'s key.',
  `session_id` STRING COMMENT 'The visit that the event belongs to.',
  `member_id` STRING COMMENT 'Who.',
  `event_timestamp` STRING COMMENT 'When, ISO 8601 in UTC.',
  `journey_type` STRING COMMENT 'What the member was trying to do.',
  `step` STRING COMMENT 'The step of the journey.',
  `event_type` STRING COMMENT 'view, action, error, abandon or complete.',
  `error_code` STRING COMMENT 'The error shown; mostly empty.',
  `device_type` STRING COMMENT 'The device or browser.',
  `app_version` STRING COMMENT 'The release that the member used.',
  `page_language` STRING COMMENT 'The language of the page.',
  `ingestion_timestamp` TIMESTAMP COMMENT 'When the row was taken in.',
  `source_file` STRING COMMENT 'The landing file that the row came from.',
  `raw_date` DATE COMMENT 'The UTC day of the row\'s own timestamp; null when it has none that can be read.'
)
USING DELTA
COMMENT 'Rows of bronze.digital_journeys_raw that break the contract of silver.digital_journeys_cleaned, as they arrived, with every reason.';

CREATE TABLE IF NOT EXISTS silver.member_profiles_quarantine (
  `reasons` STRING NOT NULL COMMENT 'Every expectation that the row breaks, separated by commas.',
  `member_id` STRING COMMENT 'The member\'s key.',
  `first_name` STRING COMMENT 'Given name.',
  `last_name` STRING COMMENT 'Family name.',
  `date_of_birth` STRING COMMENT 'Date, ISO 8601.',
  `gender` STRING COMMENT 'As recorded by the plan.',
  `state` STRING COMMENT 'Two letters.',
  `zip_code` STRING COMMENT 'Five digits.',
  `email` STRING COMMENT 'E-mail address.',
  `phone` STRING COMMENT 'Telephone number.',
  `plan_type` STRING COMMENT 'MAPD or Commercial.',
  `enrollment_date` STRING COMMENT 'Date, ISO 8601.',
  `disenrollment_date` STRING COMMENT 'Often empty.',
  `preferred_language` STRING COMMENT 'English, Spanish or Other.',
  `ingestion_timestamp` TIMESTAMP COMMENT 'When the row was taken in.',
  `source_file` STRING COMMENT 'The landing file that the row came from.'
)
USING DELTA
COMMENT 'Rows of bronze.member_profiles_raw that break the contract of silver.member_profiles_enriched, as they arrived, with every reason.';
