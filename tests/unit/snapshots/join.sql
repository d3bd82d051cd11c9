CREATE TEMPORARY VIEW `it` AS
SELECT
  `left`.`order_id` AS `left_order_id`,
  `left`.`customer` AS `customer`,
  `left`.`city` AS `city`,
  `left`.`amount` AS `amount`,
  `left`.`currency` AS `currency`,
  `left`.`order_time` AS `order_time`,
  `right`.`payment_id` AS `payment_id`,
  `right`.`order_id` AS `right_order_id`,
  `right`.`method` AS `method`,
  CAST(`right`.`pay_time` AS TIMESTAMP(3)) AS `pay_time`
FROM `orders` AS `left`
INNER JOIN `payments` AS `right`
  ON `left`.`order_id` = `right`.`order_id`
  AND `right`.`pay_time` BETWEEN `left`.`order_time` - INTERVAL '0 00:00:00.000' DAY TO SECOND AND `left`.`order_time` + INTERVAL '0 01:00:00.000' DAY TO SECOND;
