-- Functions that the SQL files of every layer may call. They are expanded in place when a file is read, so that both
-- engines see plain expressions. A parameter `:name` is a setting.

-- A fraction, to four places; null when there is nothing to divide by. The sliver of 1e-12 sends exact halves up on
-- both engines, which otherwise round the binary neighbours of a half differently.
CREATE FUNCTION ratio(part DOUBLE, whole DOUBLE) RETURN
  CASE WHEN whole <> 0 THEN
    CAST(ROUND(CAST(part AS DOUBLE) / CAST(whole AS DOUBLE)
               + SIGN(CAST(part AS DOUBLE)) * SIGN(CAST(whole AS DOUBLE)) * CAST(1E-12 AS DOUBLE), 4) AS DECIMAL(18, 4))
  END;

-- The wall clock of the plan at a moment.
CREATE FUNCTION local_time(moment TIMESTAMP) RETURN FROM_UTC_TIMESTAMP(moment, :time_zone);

-- How far into its day the wall clock of the plan is at a moment, in seconds.
CREATE FUNCTION second_of_day(moment TIMESTAMP) RETURN
  HOUR(LOCAL_TIME(moment)) * 3600 + MINUTE(LOCAL_TIME(moment)) * 60 + SECOND(LOCAL_TIME(moment));

-- Whole seconds from one moment to a later one.
CREATE FUNCTION seconds_between(earlier TIMESTAMP, later TIMESTAMP) RETURN
  (UNIX_MICROS(later) - UNIX_MICROS(earlier)) DIV 1000000;

-- A moment from text, when the text is a full ISO 8601 date and time; else null.
CREATE FUNCTION moment_of(text STRING) RETURN
  CASE WHEN text RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?$'
    THEN TRY_CAST(text AS TIMESTAMP) END;

-- A date from text, when the text is an ISO 8601 date; else null.
CREATE FUNCTION date_of(text STRING) RETURN
  CASE WHEN text RLIKE '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN TRY_CAST(text AS DATE) END;

-- Whole seconds from a number in plain digits, halves away from zero; null for anything else.
CREATE FUNCTION seconds_of(text STRING) RETURN
  CASE WHEN text RLIKE '^[+-]?[0-9]+([.][0-9]*)?$'
    THEN TRY_CAST(ROUND(TRY_CAST(text AS DECIMAL(18, 4)), 0) AS INT) END;

-- Text without surrounding space; null when nothing is left.
CREATE FUNCTION clean(text STRING) RETURN NULLIF(TRIM(text), '');

-- A code as the contracts write it: lower case, words joined by underscores.
CREATE FUNCTION code(text STRING) RETURN NULLIF(REPLACE(REPLACE(LOWER(TRIM(text)), ' ', '_'), '-', '_'), '');

-- A language as the contracts write it; null when none was given.
CREATE FUNCTION language_of(text STRING) RETURN
  CASE WHEN NULLIF(TRIM(text), '') IS NULL THEN NULL
       WHEN LOWER(TRIM(text)) IN ('en', 'eng', 'english', 'en-us', 'en_us') THEN 'English'
       WHEN LOWER(TRIM(text)) IN ('es', 'spa', 'spanish', 'es-us', 'es_us', 'es-mx', 'es_mx', 'español') THEN 'Spanish'
       ELSE 'Other' END;

-- How long a member has been with the plan, as the segments see it.
CREATE FUNCTION tenure_of(enrolled DATE, day DATE) RETURN
  CASE WHEN enrolled IS NULL THEN 'Unknown'
       WHEN day < ADD_MONTHS(enrolled, :new_member_months) THEN 'New' ELSE 'Tenured' END;

-- The member segment: language first, then plan and tenure.
CREATE FUNCTION segment_of(plan STRING, language STRING, tenure STRING) RETURN
  CASE WHEN plan IS NULL THEN 'Unknown'
       WHEN language = 'Spanish' THEN 'Spanish'
       WHEN plan = 'MAPD' AND tenure = 'New' THEN 'MAPD New'
       WHEN plan = 'MAPD' THEN 'MAPD Tenured'
       WHEN plan = 'Commercial' THEN 'Commercial'
       ELSE 'Unknown' END;

-- The id of an action on its slice: the same in every run.
CREATE FUNCTION action_key(action STRING, journey STRING, member_segment STRING) RETURN
  SUBSTRING(SHA2(CONCAT(action, '|', journey, '|', member_segment), 256), 1, 8);
