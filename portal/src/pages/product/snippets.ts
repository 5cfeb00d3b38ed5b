/** How to reach one port with one key. */
export interface Connection {
  port: string;
  bootstrap: string;
  mechanism: string;
  /** Kafka's security.protocol. */
  security: string;
  key: string;
  secret: string;
  /** The gateway's certificate as PEM; empty: nothing need be said. */
  trust: string;
}

/** One language's complete example: copy, paste, run. */
export interface Snippet {
  id: string;
  label: string;
  /** File to save it as; empty for something that is typed. */
  file: string;
  /** What to have or to run. */
  command: string;
  text: string;
}

/** A text as a literal of Java, JavaScript or Python; JSON's escapes are understood by all three. */
const quoted = (text: string) => JSON.stringify(text);

/** A text as one word of a POSIX shell. */
export const shellWord = (text: string) =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

export function snippets(to: Connection): Snippet[] {
  return [java(to), kcat(to), node(to), python(to)];
}

function java(to: Connection): Snippet {
  const scram = to.mechanism.startsWith('SCRAM');
  const module = scram
    ? 'org.apache.kafka.common.security.scram.ScramLoginModule'
    : 'org.apache.kafka.common.security.plain.PlainLoginModule';
  return {
    id: 'java',
    label: 'Java',
    file: 'client.properties',
    command: `kafka-console-consumer.sh --bootstrap-server ${to.bootstrap} --consumer.config client.properties --topic ${to.port} --from-beginning`,
    text: `bootstrap.servers=${to.bootstrap}
security.protocol=${to.security}
${to.trust && `ssl.truststore.type=PEM\nssl.truststore.certificates=${to.trust.replaceAll('\n', '\\n')}\n`}sasl.mechanism=${to.mechanism}
sasl.jaas.config=${module} required username=${quoted(to.key)} password=${quoted(to.secret)};
group.id=my-app
auto.offset.reset=earliest
key.deserializer=org.apache.kafka.common.serialization.StringDeserializer
value.deserializer=org.apache.kafka.common.serialization.StringDeserializer
`,
  };
}

/** PLAIN, since Debian's librdkafka has a SCRAM bug of its own; without TLS the gateway listens on loopback only. */
function kcat(to: Connection): Snippet {
  const option = (name: string, value: string) => `  -X ${name}=${shellWord(value)} \\\n`;
  return {
    id: 'kcat',
    label: 'kcat',
    file: '',
    command: '',
    text:
      (to.trust && `cat > gateway.pem <<'END'\n${to.trust}\nEND\n`) +
      `kcat -C -b ${to.bootstrap} -t ${to.port} -o beginning -e \\\n` +
      option('security.protocol', to.security) +
      (to.trust && option('ssl.ca.location', 'gateway.pem')) +
      option('sasl.mechanisms', 'PLAIN') +
      option('sasl.username', to.key) +
      `  -X sasl.password=${shellWord(to.secret)}\n`,
  };
}

function node(to: Connection): Snippet {
  return {
    id: 'node',
    label: 'Node',
    file: 'read.mjs',
    command: 'npm install kafkajs && node read.mjs',
    text: `import { Kafka } from 'kafkajs';

const kafka = new Kafka({
  clientId: 'my-app',
  brokers: [${quoted(to.bootstrap)}],${to.security === 'SASL_SSL' ? `\n  ssl: ${to.trust ? `{ ca: [${quoted(to.trust)}] }` : 'true'},` : ''}
  sasl: {
    mechanism: ${quoted(to.mechanism.toLowerCase())},
    username: ${quoted(to.key)},
    password: ${quoted(to.secret)},
  },
});

const consumer = kafka.consumer({ groupId: 'my-app' });
await consumer.connect();
await consumer.subscribe({ topic: ${quoted(to.port)}, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ partition, message }) =>
    console.log(partition, message.offset, message.value?.toString()),
});
`,
  };
}

function python(to: Connection): Snippet {
  return {
    id: 'python',
    label: 'Python',
    file: 'read.py',
    command: 'pip install "confluent-kafka>=2.6.1" && python read.py',
    text: `from confluent_kafka import Consumer

consumer = Consumer({
    "bootstrap.servers": ${quoted(to.bootstrap)},
    "security.protocol": ${quoted(to.security)},${to.trust && `\n    "ssl.ca.pem": ${quoted(to.trust)},`}
    "sasl.mechanism": ${quoted(to.mechanism)},
    "sasl.username": ${quoted(to.key)},
    "sasl.password": ${quoted(to.secret)},
    "group.id": "my-app",
    "auto.offset.reset": "earliest",
})
consumer.subscribe([${quoted(to.port)}])
try:
    while True:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise SystemExit(message.error())
        print(message.partition(), message.offset(), message.value().decode())
finally:
    consumer.close()
`,
  };
}
