-- A hospital, in the shape of public records of stays: patients, admissions, diagnoses with their dictionary, laboratory values.
CREATE TABLE patients AS
SELECT 1000 + i AS subject_id, CASE WHEN i * 7 % 5 < 2 THEN 'F' ELSE 'M' END AS gender, DATE '1940-01-01' + CAST(i * 211 % 22000 AS INTEGER) AS dob
FROM range(1, 201) r(i);
CREATE TABLE admissions AS
SELECT 50000 + i AS hadm_id, 1001 + i * 3 % 200 AS subject_id,
  TIMESTAMP '2023-01-01 06:00:00' + INTERVAL 1 HOUR * CAST(i * 487 % 17000 AS INTEGER) AS admittime,
  TIMESTAMP '2023-01-01 06:00:00' + INTERVAL 1 HOUR * CAST(i * 487 % 17000 + 20 + i * 5 % 200 AS INTEGER) AS dischtime,
  list_extract(['Emergency', 'Urgent', 'Elective'], 1 + i * 2 % 5 % 3) AS admission_type,
  list_extract(['Medicare', 'Medicaid', 'Private', 'Self Pay'], 1 + i * 3 % 7 % 4) AS insurance,
  list_extract(['English', 'Spanish', 'Chinese'], 1 + i % 6 % 3) AS language, i % 11 = 0 AS died_in_hospital
FROM range(1, 501) r(i);
CREATE TABLE d_icd_diagnoses AS SELECT * FROM (VALUES
  ('4019', 'Hypertension', 'Circulatory'), ('4280', 'Heart failure', 'Circulatory'), ('25000', 'Type 2 diabetes', 'Endocrine'),
  ('486', 'Pneumonia', 'Respiratory'), ('5849', 'Acute kidney failure', 'Genitourinary'), ('0389', 'Sepsis', 'Infectious'))
  t(icd9_code, short_title, chapter);
CREATE TABLE diagnoses_icd AS
SELECT row_number() OVER (ORDER BY hadm_id, k) AS row_id, hadm_id, k + 1 AS seq_num,
  list_extract(['4019', '4280', '25000', '486', '5849', '0389'], CAST(1 + (hadm_id * 5 + k * 2) % 6 AS INTEGER)) AS icd9_code
FROM admissions, range(0, 3) q(k) WHERE hadm_id % 3 >= k;
CREATE TABLE d_labitems AS SELECT * FROM (VALUES (1, 'Glucose', 'Blood', 'mg/dL'), (2, 'Creatinine', 'Blood', 'mg/dL'), (3, 'Urine protein', 'Urine', 'mg/dL'))
  t(itemid, label, fluid, unit);
CREATE TABLE labevents AS
SELECT row_number() OVER (ORDER BY hadm_id, k) AS row_id, hadm_id, 1 + (hadm_id + k) % 3 AS itemid,
  admittime + INTERVAL 1 HOUR * CAST(2 + k * 12 AS INTEGER) AS charttime, CAST(60 + hadm_id * 13 % 90 + k * 4 AS DOUBLE) AS valuenum,
  (hadm_id * 13 + k) % 9 = 0 AS abnormal
FROM admissions, range(0, 4) q(k);
