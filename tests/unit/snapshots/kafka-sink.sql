CREATE TEMPORARY TABLE `it` (
  -- columns as in `orders`,
  PRIMARY KEY (`city`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = 'orders_per_city',
  'properties.bootstrap.servers' = '${shop-kafka.bootstrap_servers}',
  'properties.security.protocol' = '${shop-kafka.security_protocol}',
  'properties.sasl.mechanism' = '${shop-kafka.sasl_mechanism}',
  'properties.sasl.jaas.config' = '${shop-kafka.sasl_jaas_config}',
  'key.format' = 'json',
  'value.format' = 'json',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'orders-per-city'
);

EXECUTE STATEMENT SET
BEGIN
INSERT INTO `it`
SELECT * FROM `orders`;
END;
