-- Two anonymous journeys, event by event, in a database of their own.
CREATE SCHEMA gold;
CREATE TABLE gold.journey_timeline AS
SELECT key AS journey_key, CAST(seq AS INT) AS event_seq, DATE '2026-11-20' AS journey_date, journey AS journey_type, segment,
  TIMESTAMP '2026-11-20 15:00:00' + to_minutes(minute) AS occurred_at, source, step, event_type, error_code, device AS device_type,
  CAST(minute AS DECIMAL(18, 4)) AS minutes_since_start, CAST(to_call AS DECIMAL(18, 4)) AS minutes_to_call
FROM (VALUES
  ('a1', 1, 'billing', 'MAPD New', 0, 'digital', 'view_bill', 'view', NULL, 'ios_app', 14),
  ('a1', 2, 'billing', 'MAPD New', 2, 'digital', 'payment', 'error', 'PAY-504', 'ios_app', 14),
  ('a1', 3, 'billing', 'MAPD New', 3, 'digital', 'payment', 'abandon', 'PAY-504', 'ios_app', 14),
  ('a1', 4, 'billing', 'MAPD New', 17, 'call', NULL, 'call', NULL, NULL, 14),
  ('b2', 1, 'pharmacy', 'Spanish', 0, 'digital', 'refill', 'error', 'RX-409', 'android_app', 9),
  ('b2', 2, 'pharmacy', 'Spanish', 9, 'call', NULL, 'call', NULL, NULL, 9)
) t(key, seq, journey, segment, minute, source, step, event_type, error_code, device, to_call);
