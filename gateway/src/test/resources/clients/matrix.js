// What an application does with kafkajs; prints what it sees, a fact a line.
// usage: node matrix.js HOST:PORT KEY SECRET TOPIC (the other keys are shop-key and bo-key, with the same secret)
const { Kafka, logLevel, CompressionTypes } = require('kafkajs');

const [broker, reader, password, topic] = process.argv.slice(2);
const begin = Date.now() - 10000000;
const say = (...words) => console.log(words.join(' '));
const as = (username) =>
  new Kafka({
    clientId: 'matrix',
    brokers: [broker],
    sasl: { mechanism: 'scram-sha-512', username, password },
    logLevel: logLevel.NOTHING,
    // A coordinator that has just started says for a while that it is none.
    retry: { retries: 8, initialRetryTime: 100 },
  });

const row = (id) => ({
  key: `k${id}`,
  value: `{"id":${id},"email":"${id}@x.org","country":"${id % 5 === 0 ? 'Canada' : 'Brazil'}"}`,
  timestamp: String(begin + id * 1000),
});
const rows = (from, count) => Array.from({ length: count }, (_, i) => row(from + i));

async function write() {
  const producer = as('shop-key').producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  for (let id = 0; id < 200; id += 50) {
    await producer.send({ topic, messages: rows(id, 50), compression: CompressionTypes.GZIP });
  }
  await producer.disconnect();
}

async function writeInTransactions() {
  const producer = as('shop-key').producer({
    idempotent: true,
    maxInFlightRequests: 1,
    transactionalId: 'matrix',
  });
  await producer.connect();
  for (let block = 0; block < 3; block += 1) {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: rows(1000 + block * 50, 50) });
    if (block === 1) {
      await transaction.abort();
    } else {
      await transaction.sendOffsets({
        consumerGroupId: 'matrix-tx',
        topics: [{ topic, partitions: [{ partition: 0, offset: String(block + 7) }] }],
      });
      await transaction.commit();
    }
  }
  await producer.disconnect();
  const admin = as('shop-key').admin();
  await admin.connect();
  const [found] = await admin.fetchOffsets({ groupId: 'matrix-tx', topics: [topic] });
  say('committed-in-transaction', found.partitions[0].offset);
  await admin.disconnect();
}

// Reads until so many have come, commits them by hand, and leaves.
async function readInGroup(fact, most, settings, from) {
  const consumer = as(reader).consumer({ groupId: 'matrix', ...settings });
  let count = 0;
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise((done, fail) => {
    consumer.on(consumer.events.CRASH, (event) => fail(event.payload.error));
    consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        if (count >= most) {
          return;
        }
        count += 1;
        say(fact, message.offset, message.value);
        if (count === most) {
          const offset = String(Number(message.offset) + 1);
          await consumer.commitOffsets([{ topic, partition, offset }]);
          done();
        }
      },
    });
    if (from !== undefined) {
      consumer.seek({ topic, partition: 0, offset: String(from) });
    }
  });
  await consumer.disconnect();
}

async function lookAround() {
  const admin = as(reader).admin();
  await admin.connect();
  const [offsets] = await admin.fetchTopicOffsets(topic);
  say('begin', offsets.low);
  say('end', offsets.high);
  const [time] = await admin.fetchTopicOffsetsByTimestamp(topic, begin + 100000);
  say('time', time.offset);
  await admin.disconnect();
}

async function tryWithoutGrant() {
  const consumer = as('bo-key').consumer({ groupId: 'matrix' });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise((done, fail) => {
      consumer.on(consumer.events.CRASH, (event) => fail(event.payload.error));
      consumer.run({ eachMessage: async ({ message }) => say('leaked', message.value) });
    });
  } catch (error) {
    say('refused', error.type ?? error.name);
  }
}

async function main() {
  setTimeout(() => process.exit(4), 80000);
  await write();
  await writeInTransactions();
  await readInGroup('read', 25, {});
  await readInGroup('resumed', 35, {});
  await lookAround();
  await readInGroup('uncommitted', 70, { groupId: 'dirty', readUncommitted: true });
  await readInGroup('sought', 1, { groupId: 'seeker' }, 41);
  await tryWithoutGrant();
  process.exit(0);
}

main().catch((error) => {
  console.error(String(error));
  process.exit(3);
});
