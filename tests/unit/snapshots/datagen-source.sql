CREATE TEMPORARY TABLE `it` (
  `order_id` BIGINT,
  `customer` STRING,
  `amount` DOUBLE,
  `order_time` TIMESTAMP(3),
  WATERMARK FOR `order_time` AS `order_time` - INTERVAL '0 00:00:05.000' DAY TO SECOND
) WITH (
  'connector' = 'datagen',
  'rows-per-second' = '100',
  'fields.order_id.kind' = 'sequence',
  'fields.order_id.start' = '1',
  'fields.order_id.end' = '1000000',
  'fields.customer.kind' = 'random',
  'fields.customer.length' = '8',
  'fields.amount.kind' = 'random',
  'fields.amount.min' = '1.0',
  'fields.amount.max' = '100.0',
  'fields.order_time.kind' = 'random',
  'fields.order_time.max-past' = '5000 ms'
);
