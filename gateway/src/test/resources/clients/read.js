// Reads a topic from the beginning with kafkajs and prints "offset value" lines.
// usage: node read.js HOST:PORT KEY SECRET TOPIC GROUP COUNT
const { Kafka, logLevel } = require('kafkajs');

const [broker, username, password, topic, groupId, count] = process.argv.slice(2);
const kafka = new Kafka({
  clientId: 'reader',
  brokers: [broker],
  sasl: { mechanism: 'scram-sha-512', username, password },
  logLevel: logLevel.ERROR,
  retry: { retries: 2 },
});

async function main() {
  const consumer = kafka.consumer({ groupId });
  let left = Number(count);
  const timeout = setTimeout(() => process.exit(4), 60000);
  consumer.on(consumer.events.CRASH, (event) => {
    console.error(String(event.payload.error));
    process.exit(3);
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      console.log(`${message.offset} ${message.value}`);
      left -= 1;
      if (left === 0) {
        clearTimeout(timeout);
        setTimeout(() => process.exit(0), 100);
      }
    },
  });
}

main().catch((error) => {
  console.error(String(error));
  process.exit(3);
});
