-- A made-up insurer: policies and what was paid for them, claims and what they cost. Ten tables; no chance in them, so
-- every build has the same rows. Make the database with: python examples/insurance/make_data.py insurance.duckdb
CREATE TABLE Region AS SELECT * FROM (VALUES (1, 'North', 'US'), (2, 'South', 'US'), (3, 'West', 'US'), (4, 'Ontario', 'Canada'))
  t(Region_Id, Region_Name, Country);
CREATE TABLE Agency AS SELECT * FROM (VALUES
  (1, 'Harbor Agency', 1), (2, 'Summit Partners', 2), (3, 'Prairie Insurance', 3), (4, 'Lakeshore Group', 1), (5, 'Maple Brokers', 4))
  t(Agency_Id, Agency_Name, Region_Id);
CREATE TABLE Agent AS SELECT * FROM (VALUES
  (1, 'Ada Flores', 1, DATE '2015-03-01'), (2, 'Ben Ortiz', 1, DATE '2018-07-15'), (3, 'Cora Lind', 2, DATE '2012-01-09'),
  (4, 'Dev Patel', 2, DATE '2020-10-01'), (5, 'Eve Stone', 3, DATE '2016-05-20'), (6, 'Finn Wu', 4, DATE '2021-02-11'),
  (7, 'Gia Rossi', 5, DATE '2019-09-30'), (8, 'Hal Berg', 5, DATE '2014-12-12'))
  t(Agent_Id, Agent_Name, Agency_Id, Hired_On);
CREATE TABLE Product AS SELECT * FROM (VALUES
  (1, 'Home Basic', 'Home'), (2, 'Home Plus', 'Home'), (3, 'Auto Liability', 'Auto'), (4, 'Auto Comprehensive', 'Auto'), (5, 'Small Business', 'Commercial'))
  t(Product_Id, Product_Name, Line);
CREATE TABLE Policy_Holder AS
SELECT i AS Holder_Id, 'Holder ' || i AS Holder_Name, DATE '1950-01-01' + CAST(i * 97 % 18000 AS INTEGER) AS Birth_Date,
  list_extract(['Texas', 'Ohio', 'Florida', 'Oregon', 'Nevada'], 1 + i * 7 % 5) AS State,
  list_extract(['Individual', 'Family', 'Business'], 1 + i * 3 % 4 % 3) AS Segment
FROM range(1, 241) r(i);
CREATE TABLE Policy AS
SELECT i AS Policy_Id, 'POL-' || lpad(CAST(10000 + i AS VARCHAR), 6, '0') AS Policy_Number, 1 + i * 11 % 5 AS Product_Id,
  1 + i * 5 % 8 AS Agent_Id, 1 + i * 13 % 240 AS Holder_Id, DATE '2023-01-01' + CAST(i * 29 % 900 AS INTEGER) AS Effective_Date,
  DATE '2024-01-01' + CAST(i * 29 % 900 AS INTEGER) AS Expiration_Date,
  CASE WHEN i % 9 = 0 THEN 'Cancelled' WHEN i * 29 % 900 < 420 THEN 'Expired' ELSE 'Active' END AS Status, i % 3 = 0 AS Is_Renewal
FROM range(1, 361) r(i);
CREATE TABLE Premium AS
SELECT row_number() OVER (ORDER BY Policy_Id, k) AS Premium_Id, Policy_Id, Effective_Date + CAST(k * 91 AS INTEGER) AS Paid_On,
  CAST(120 + Product_Id * 45 + Policy_Id * 17 % 60 AS DECIMAL(10, 2)) AS Amount
FROM Policy, range(0, 4) q(k) WHERE NOT (Status = 'Cancelled' AND k > 1);
CREATE TABLE Catastrophe AS SELECT * FROM (VALUES
  (1, 'Hurricane Lena', 'Hurricane'), (2, 'Ridge Fire', 'Wildfire'), (3, 'March Hail', 'Hail')) t(Catastrophe_Id, Catastrophe_Name, Kind);
CREATE TABLE Claim AS
SELECT i AS Claim_Id, 'CLM-' || lpad(CAST(i AS VARCHAR), 5, '0') AS Claim_Number, 1 + i * 7 % 360 AS Policy_Id,
  CASE WHEN i % 5 = 0 THEN 1 + i % 3 END AS Catastrophe_Id,
  TIMESTAMP '2023-06-01 08:00:00' + INTERVAL 1 HOUR * CAST(i * 631 % 20000 AS INTEGER) AS Opened_At,
  CASE WHEN i % 7 > 1 THEN TIMESTAMP '2023-06-01 08:00:00' + INTERVAL 1 HOUR * CAST(i * 631 % 20000 + 24 * (3 + i % 40) AS INTEGER) END AS Closed_At,
  list_extract(['Water', 'Fire', 'Theft', 'Collision', 'Storm'], 1 + i * 3 % 5) AS Cause
FROM range(1, 421) r(i);
CREATE TABLE Claim_Amount AS
SELECT row_number() OVER (ORDER BY Claim_Id, k) AS Claim_Amount_Id, Claim_Id,
  list_extract(['Loss Payment', 'Loss Reserve', 'Expense Payment', 'Expense Reserve'], 1 + k) AS Amount_Type,
  CAST(Opened_At AS DATE) + CAST(2 + k * 3 AS INTEGER) AS Event_Date,
  CAST(CASE k WHEN 0 THEN 300 + Claim_Id * 37 % 2500 WHEN 1 THEN 100 + Claim_Id * 11 % 900 WHEN 2 THEN 40 + Claim_Id * 7 % 160 ELSE 25 END AS DECIMAL(12, 2)) AS Amount
FROM Claim, range(0, 4) q(k) WHERE Claim_Id % 4 >= k - 1;
