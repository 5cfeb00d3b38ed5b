from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("my-app").getOrCreate()
records = (
    spark.readStream.format("kafka")
    .option("kafka.bootstrap.servers", "127.0.0.1:45107")
    .option("kafka.security.protocol", "SASL_PLAINTEXT")
    .option("kafka.sasl.mechanism", "SCRAM-SHA-512")
    .option("kafka.sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"nora-ox3Tm2PQSgK-\" password=\"DiKhieaF1Fe1Ch5V-C8xuAUAuyTk_jxRFfjtQXC84vM\";")
    .option("subscribe", "payments.transactions")
    .option("startingOffsets", "earliest")
    .load()
)
records.selectExpr("partition", "offset", "CAST(value AS STRING)").writeStream.format("console").start().awaitTermination()
