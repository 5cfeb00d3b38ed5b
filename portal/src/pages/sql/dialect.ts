import { SQLDialect } from '@codemirror/lang-sql';

const keywords = `all and any as asc between by case cast check collate create cross cube current date_add day
 dense desc distinct else end escape except exists extract false fetch filter first following for from full group
 grouping having hop hour in inner insert interval intersect into is join last lateral left like limit match_recognize
 measures minute month natural next not null nulls of offset on only or order outer over partition pattern preceding
 range replace right rollup row rows second select session sets similar some system_time tablesample temporary then to
 true tumble cumulate unbounded union unique unnest using values view when where window with within without year
 descriptor table after match skip past one per define`;

const types = `array bigint binary boolean bytes char date decimal double float int integer map multiset numeric
 real smallint string time timestamp timestamp_ltz tinyint varbinary varchar`;

const functions = `abs avg ceil char_length coalesce concat concat_ws count current_date current_time
 current_timestamp date_format dayofmonth dayofweek dayofyear exp first_value floor from_unixtime greatest hash_code
 if ifnull initcap json_exists json_object json_query json_string json_value lag last_value lead least listagg ln
 localtimestamp log log10 lower lpad ltrim max md5 min mod now ntile nullif percent_rank power proctime quarter rand
 rank regexp regexp_extract regexp_replace repeat reverse round row_number rpad rtrim sha256 sign split_index sqrt
 stddev_pop stddev_samp substring sum timestampadd timestampdiff to_date to_timestamp to_timestamp_ltz trim truncate
 try_cast upper uuid var_pop var_samp week`;

const words = (text: string) => text.split(/\s+/).filter(Boolean).join(' ');

/** SQL as Flink reads it, as far as an editor has to know: what is coloured, quoted and offered. */
export const flinkSql = SQLDialect.define({
  keywords: words(keywords),
  types: words(types),
  builtin: words(functions),
  identifierQuotes: '`',
  doubleQuotedStrings: false,
  backslashEscapes: false,
  hashComments: false,
  slashComments: false,
  operatorChars: '*+-%<>!=&|^/',
  specialVar: ':',
});

const reserved = new Set([...words(keywords).split(' '), ...words(types).split(' ')]);

/** A name as a statement has it: in backticks where it could be read as something else. */
export function quoted(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name.toLowerCase())
    ? name
    : '`' + name.replaceAll('`', '``') + '`';
}

/** A port as a table. */
export const tableOf = (port: string) => port.split('.').map(quoted).join('.');
