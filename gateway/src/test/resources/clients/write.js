// Writes numbered records with kafkajs as an idempotent producer, every third one broken.
// usage: node write.js HOST:PORT KEY SECRET TOPIC COUNT
const { Kafka, logLevel, CompressionTypes } = require('kafkajs');

const [broker, username, password, topic, count] = process.argv.slice(2);
const kafka = new Kafka({
  clientId: 'writer',
  brokers: [broker],
  sasl: { mechanism: 'scram-sha-512', username, password },
  logLevel: logLevel.ERROR,
  retry: { retries: 2 },
});

async function main() {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  for (let i = 0; i < Number(count); i += 10) {
    const messages = Array.from({ length: 10 }, (_, j) => ({
      value: (i + j) % 3 === 0 ? `{"n":"${i + j}"}` : `{"n":${i + j}}`,
    }));
    const [answer] = await producer.send({ topic, messages, compression: CompressionTypes.GZIP });
    console.log(answer.baseOffset);
  }
  await producer.disconnect();
}

main().catch((error) => {
  console.error(String(error));
  process.exit(3);
});
