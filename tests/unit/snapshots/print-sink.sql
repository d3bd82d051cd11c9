CREATE TEMPORARY TABLE `it` (
  -- columns as in `orders`
) WITH (
  'connector' = 'print',
  'print-identifier' = 'orders'
);

EXECUTE STATEMENT SET
BEGIN
INSERT INTO `it`
SELECT * FROM `orders`;
END;
