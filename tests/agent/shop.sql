-- A quite different trade: coffee shops, with a table of facts and two of attributes.
CREATE SCHEMA shop;
CREATE TABLE shop.towns AS SELECT * FROM (VALUES (1, 'Leeds'), (2, 'York')) t(town_id, town);
CREATE TABLE shop.stores AS SELECT * FROM (VALUES (10, 'Station', 1), (11, 'Market', 1), (12, 'Minster', 2)) t(store_id, store, town_id);
CREATE TABLE shop.orders AS
SELECT CAST(day AS DATE) AS sold_on, store_id, product, cups, CAST(cups * price AS DECIMAL(12, 2)) AS pounds FROM (VALUES
  ('2025-03-01', 10, 'flat white', 100, 3.2), ('2025-03-01', 11, 'espresso', 40, 2.5), ('2025-03-01', 12, 'flat white', 60, 3.2),
  ('2025-03-02', 10, 'flat white', 120, 3.2), ('2025-03-02', 11, 'espresso', 30, 2.5), ('2025-03-02', 12, 'hot chocolate', 50, 4.0)
) t(day, store_id, product, cups, price);
