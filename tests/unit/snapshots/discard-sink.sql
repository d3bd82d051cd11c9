CREATE TEMPORARY TABLE `it` (
  -- columns as in `orders`
) WITH (
  'connector' = 'blackhole'
);

EXECUTE STATEMENT SET
BEGIN
INSERT INTO `it`
SELECT * FROM `orders`;
END;
