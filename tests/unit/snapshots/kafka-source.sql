CREATE TEMPORARY TABLE `it` (
  `order_id` STRING,
  `customer` STRING,
  `city` STRING,
  `amount` DECIMAL(10, 2),
  `currency` STRING,
  `order_time` TIMESTAMP(3),
  WATERMARK FOR `order_time` AS `order_time` - INTERVAL '0 00:00:05.000' DAY TO SECOND
) WITH (
  'connector' = 'kafka',
  'topic' = 'orders',
  'properties.bootstrap.servers' = '${shop-kafka.bootstrap_servers}',
  'properties.security.protocol' = '${shop-kafka.security_protocol}',
  'properties.sasl.mechanism' = '${shop-kafka.sasl_mechanism}',
  'properties.sasl.jaas.config' = '${shop-kafka.sasl_jaas_config}',
  'format' = 'json',
  'scan.startup.mode' = 'latest-offset'
);
