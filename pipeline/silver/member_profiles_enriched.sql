-- Members, typed and normalised, with the bands that reports speak in, as of the data's last day.
WITH today AS (
  SELECT last_date FROM silver.data_clock
),
typed AS (
  SELECT
    raw.*,
    DATE_OF(CLEAN(raw.date_of_birth)) AS born,
    DATE_OF(CLEAN(raw.enrollment_date)) AS enrolled,
    DATE_OF(CLEAN(raw.disenrollment_date)) AS left_on,
    CASE LOWER(TRIM(raw.plan_type)) WHEN 'mapd' THEN 'MAPD' WHEN 'commercial' THEN 'Commercial' ELSE CLEAN(raw.plan_type) END AS plan,
    COALESCE(LANGUAGE_OF(raw.preferred_language), 'English') AS preferred,
    today.last_date
  FROM bronze.member_profiles_raw AS raw CROSS JOIN today
)
SELECT
  CLEAN(member_id) AS member_id,
  CLEAN(first_name) AS first_name,
  CLEAN(last_name) AS last_name,
  born AS date_of_birth,
  CLEAN(gender) AS gender,
  UPPER(CLEAN(state)) AS state,
  CLEAN(zip_code) AS zip_code,
  LOWER(CLEAN(email)) AS email,
  CLEAN(phone) AS phone,
  plan AS plan_type,
  enrolled AS enrollment_date,
  left_on AS disenrollment_date,
  preferred AS preferred_language,
  CASE
    WHEN born IS NULL OR last_date IS NULL THEN 'Unknown'
    WHEN last_date < ADD_MONTHS(born, 216) THEN 'Under 18'
    WHEN last_date < ADD_MONTHS(born, 420) THEN '18-34'
    WHEN last_date < ADD_MONTHS(born, 600) THEN '35-49'
    WHEN last_date < ADD_MONTHS(born, 780) THEN '50-64'
    WHEN last_date < ADD_MONTHS(born, 900) THEN '65-74'
    ELSE '75 and over'
  END AS age_band,
  TENURE_OF(enrolled, last_date) AS tenure_band,
  SEGMENT_OF(plan, preferred, TENURE_OF(enrolled, last_date)) AS segment,
  member_id AS raw_member_id,
  first_name AS raw_first_name,
  last_name AS raw_last_name,
  date_of_birth AS raw_date_of_birth,
  gender AS raw_gender,
  state AS raw_state,
  zip_code AS raw_zip_code,
  email AS raw_email,
  phone AS raw_phone,
  plan_type AS raw_plan_type,
  enrollment_date AS raw_enrollment_date,
  disenrollment_date AS raw_disenrollment_date,
  preferred_language AS raw_preferred_language,
  ingestion_timestamp,
  source_file
FROM typed
