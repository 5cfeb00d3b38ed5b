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
  /** What its records hold, for those who must say so. */
  fields?: { path: string; type: string }[];
}

/** One language's complete example: copy, paste, run. Each has a group of its own: clients of different kinds cannot share one. */
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
  return [java(to), python(to), node(to), go(to), kcat(to), spark(to), flinkSql(to)];
}

/** How everything signs in that stands on Kafka's own client. */
function jaas(to: Connection): string {
  const module = to.mechanism.startsWith('SCRAM')
    ? 'org.apache.kafka.common.security.scram.ScramLoginModule'
    : 'org.apache.kafka.common.security.plain.PlainLoginModule';
  return `${module} required username=${quoted(to.key)} password=${quoted(to.secret)};`;
}

function java(to: Connection): Snippet {
  return {
    id: 'java',
    label: 'Java',
    file: 'client.properties',
    command: `kafka-console-consumer.sh --bootstrap-server ${to.bootstrap} --consumer.config client.properties --topic ${to.port} --from-beginning`,
    text: `bootstrap.servers=${to.bootstrap}
security.protocol=${to.security}
${to.trust && `ssl.truststore.type=PEM\nssl.truststore.certificates=${to.trust.replaceAll('\n', '\\n')}\n`}sasl.mechanism=${to.mechanism}
sasl.jaas.config=${jaas(to)}
group.id=my-java-app
auto.offset.reset=earliest
key.deserializer=org.apache.kafka.common.serialization.StringDeserializer
value.deserializer=org.apache.kafka.common.serialization.StringDeserializer
`,
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

const consumer = kafka.consumer({ groupId: 'my-node-app' });
await consumer.connect();
await consumer.subscribe({ topic: ${quoted(to.port)}, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ partition, message }) =>
    console.log(partition, message.offset, message.value?.toString()),
});
`,
  };
}

/** What stands on librdkafka logs in with PLAIN: before 2.6.1 it has a SCRAM bug of its own, and without TLS the gateway listens on loopback only. */
function python(to: Connection): Snippet {
  return {
    id: 'python',
    label: 'Python',
    file: 'read.py',
    command: 'pip install confluent-kafka && python read.py',
    text: `from confluent_kafka import Consumer

consumer = Consumer({
    "bootstrap.servers": ${quoted(to.bootstrap)},
    "security.protocol": ${quoted(to.security)},${to.trust && `\n    "ssl.ca.pem": ${quoted(to.trust)},`}
    "sasl.mechanism": "PLAIN",
    "sasl.username": ${quoted(to.key)},
    "sasl.password": ${quoted(to.secret)},
    "group.id": "my-python-app",
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

function go(to: Connection): Snippet {
  const scram = to.mechanism.startsWith('SCRAM');
  const secured = to.security === 'SASL_SSL';
  const hash = to.mechanism === 'SCRAM-SHA-256' ? '256' : '512';
  const login = scram
    ? `scram.Auth{User: ${quoted(to.key)}, Pass: ${quoted(to.secret)}}.AsSha${hash}Mechanism()`
    : `plain.Auth{User: ${quoted(to.key)}, Pass: ${quoted(to.secret)}}.AsMechanism()`;
  const roots = to.trust
    ? `\troots := x509.NewCertPool()\n\troots.AppendCertsFromPEM([]byte(${quoted(to.trust)}))\n`
    : '';
  const tls = secured ? `\n\t\tkgo.DialTLSConfig(&tls.Config{${to.trust ? 'RootCAs: roots' : ''}}),` : '';
  const imports = [
    '"context"',
    ...(secured ? ['"crypto/tls"'] : []),
    ...(secured && to.trust ? ['"crypto/x509"'] : []),
    '"fmt"',
    '"log"',
  ];
  return {
    id: 'go',
    label: 'Go',
    file: 'main.go',
    command: 'go mod init my-app && go mod tidy && go run .',
    text: `package main

import (
${imports.map((one) => `\t${one}`).join('\n')}

\t"github.com/twmb/franz-go/pkg/kgo"
\t"github.com/twmb/franz-go/pkg/sasl/${scram ? 'scram' : 'plain'}"
)

func main() {
${secured ? roots : ''}\tclient, err := kgo.NewClient(
\t\tkgo.SeedBrokers(${quoted(to.bootstrap)}),${tls}
\t\tkgo.SASL(${login}),
\t\tkgo.ConsumerGroup("my-go-app"),
\t\tkgo.ConsumeTopics(${quoted(to.port)}),
\t\tkgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
\t)
\tif err != nil {
\t\tlog.Fatal(err)
\t}
\tdefer client.Close()
\tfor {
\t\tfetches := client.PollFetches(context.Background())
\t\tif errs := fetches.Errors(); len(errs) > 0 {
\t\t\tlog.Fatal(errs)
\t\t}
\t\tfetches.EachRecord(func(record *kgo.Record) {
\t\t\tfmt.Println(record.Partition, record.Offset, string(record.Value))
\t\t})
\t}
}
`,
  };
}

function spark(to: Connection): Snippet {
  const option = (name: string, value: string) => `    .option(${quoted(name)}, ${quoted(value)})\n`;
  return {
    id: 'spark',
    label: 'Spark',
    file: 'read.py',
    command: 'spark-submit --packages org.apache.spark:spark-sql-kafka-0-10_2.13:4.0.0 read.py',
    text: `from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("my-app").getOrCreate()
records = (
    spark.readStream.format("kafka")
${option('kafka.bootstrap.servers', to.bootstrap)}${option('kafka.security.protocol', to.security)}${
      to.trust &&
      option('kafka.ssl.truststore.type', 'PEM') + option('kafka.ssl.truststore.certificates', to.trust)
    }${option('kafka.sasl.mechanism', to.mechanism)}${option('kafka.sasl.jaas.config', jaas(to))}${option('subscribe', to.port)}${option('startingOffsets', 'earliest')}    .load()
)
records.selectExpr("partition", "offset", "CAST(value AS STRING)").writeStream.format("console").start().awaitTermination()
`,
  };
}

/** A column of Flink for a field of a contract; what is not a scalar is read as text. */
function flinkType(type: string): string {
  const known: Record<string, string> = {
    integer: 'BIGINT',
    number: 'DOUBLE',
    boolean: 'BOOLEAN',
    date: 'DATE',
  };
  return known[type.toLowerCase()] ?? 'STRING';
}

const sqlText = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Flink's SQL connector has Kafka's client under another name. */
const SHADED = 'org.apache.flink.kafka.shaded.org.apache.kafka.';

function flinkSql(to: Connection): Snippet {
  const own = (to.fields ?? []).filter(({ path }) => !path.includes('.'));
  const columns = own.map(({ path, type }) => `  \`${path.replaceAll('`', '``')}\` ${flinkType(type)}`);
  const options: [string, string][] = [
    ['connector', 'kafka'],
    ['topic', to.port],
    ['properties.bootstrap.servers', to.bootstrap],
    ['properties.security.protocol', to.security],
    ...(to.trust
      ? ([
          ['properties.ssl.truststore.type', 'PEM'],
          ['properties.ssl.truststore.certificates', to.trust],
        ] as [string, string][])
      : []),
    ['properties.sasl.mechanism', to.mechanism],
    ['properties.sasl.jaas.config', jaas(to).replace('org.apache.kafka.', SHADED)],
    ['properties.group.id', 'my-flink-app'],
    ['scan.startup.mode', 'earliest-offset'],
    ['format', 'json'],
  ];
  const name = to.port.replaceAll(/\W/g, '_');
  return {
    id: 'flink',
    label: 'Flink SQL',
    file: 'read.sql',
    command: 'sql-client.sh -f read.sql',
    text: `-- With flink-sql-connector-kafka among the jars of sql-client.sh.
CREATE TABLE ${name} (
${columns.length > 0 ? columns.join(',\n') : '  `value` STRING'}
) WITH (
${options.map(([key, value]) => `  ${sqlText(key)} = ${sqlText(value)}`).join(',\n')}
);

SELECT * FROM ${name};
`,
  };
}
