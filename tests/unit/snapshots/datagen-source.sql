CREATE TEMPORARY TABLE `it` (
  `order_id` BIGINT,
  `customer` STRING,
  `state` STRING,
  `amount` DOUBLE,
  `order_time` TIMESTAMP(3),
  WATERMARK FOR `order_time` AS `order_time` - INTERVAL '0 00:00:05.000' DAY TO SECOND
) WITH (
  'connector' = 'penstock-datagen',
  'rows-per-second' = '100',
  'fields.order_id.kind' = 'sequence',
  'fields.order_id.start' = '1',
  'fields.customer.kind' = 'regex',
  'fields.customer.pattern' = 'C-[0-9]{4}',
  'fields.state.kind' = 'choice',
  'fields.state.values' = '["paid", "refunded"]',
  'fields.state.weights' = '[8, 1]',
  'fields.amount.kind' = 'random',
  'fields.amount.min' = '1',
  'fields.amount.max' = '100',
  'fields.amount.null-rate' = '0.01',
  'fields.order_time.kind' = 'random',
  'fields.order_time.max-past' = '5000 ms'
);
