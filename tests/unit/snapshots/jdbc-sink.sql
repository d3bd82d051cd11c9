CREATE TEMPORARY TABLE `it` (
  -- columns as in `orders`,
  PRIMARY KEY (`order_id`) NOT ENFORCED
) WITH (
  'connector' = 'jdbc',
  'url' = '${warehouse.url}',
  'username' = '${warehouse.username}',
  'password' = '${warehouse.password}',
  'table-name' = '"latest_orders"',
  'sink.buffer-flush.max-rows' = '100',
  'sink.buffer-flush.interval' = '1s'
);

EXECUTE STATEMENT SET
BEGIN
INSERT INTO `it`
SELECT * FROM `orders`;
END;
