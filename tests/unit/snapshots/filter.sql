CREATE TEMPORARY VIEW `it` AS
SELECT * FROM `orders`
WHERE (
amount > 100 AND city <> 'Berlin'
);
