import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { count, formatDay, number } from '../../format';
import { IconPrint } from '../../ui/icons';
import { Badge, PageHead, Panel, TableFrame } from '../../ui/parts';
import type { Tone } from '../../ui/parts';
import { Answer, Problems } from '../../ui/states';
import { duration, money } from './amounts';
import { valueOf } from './api';
import type { Figure, Spread, Value } from './api';
import { valueTexts as texts } from './texts';
import './value.css';

/** What the mesh is worth, as a page that can be printed. The rates are in the address, so that it can be passed on. */
export default function ValuePage() {
  const [params, setParams] = useSearchParams();
  const given = Object.fromEntries([...params].filter(([name]) => name !== 'days' && name !== 'currency'));
  const days = params.get('days') ?? '90';
  const currency = params.get('currency') ?? '';
  const [asked] = useDebouncedValue(JSON.stringify({ days, given }), 300);
  const value = useQuery({
    queryKey: ['value', asked],
    queryFn: ({ signal }) => {
      const one = JSON.parse(asked) as { days: string; given: Record<string, string> };
      return valueOf(one.days, one.given, signal);
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
  const set = (name: string, text: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (text.trim() === '') {
          next.delete(name);
        } else {
          next.set(name, text.trim());
        }
        return next;
      },
      { replace: true },
    );
  return (
    <>
      <PageHead
        title={texts.title}
        lead={texts.lead}
        actions={
          <>
            <NativeSelect
              aria-label={texts.days}
              data={Object.entries(texts.dayCounts).map(([of, label]) => ({
                value: of,
                label: `${texts.days} ${label}`,
              }))}
              value={days}
              onChange={(event) => set('days', event.currentTarget.value)}
            />
            <Button variant="default" leftSection={<IconPrint size={15} />} onClick={() => window.print()}>
              {texts.print}
            </Button>
          </>
        }
      />
      {value.error && <Problems error={value.error} />}
      <Answer of={value}>
        {(found) => (
          <div className="stack">
            <MeasuredPart value={found} />
            <Panel title={texts.calculation}>
              <div className="stack">
                <p className="list-text">{texts.calculationHint}</p>
                <Results figures={found.calculation.results} currency={currency} />
                <Rates
                  figures={found.calculation.inputs}
                  given={given}
                  currency={currency}
                  set={set}
                  reset={() => setParams({ days }, { replace: true })}
                />
                <Figures figures={found.calculation.inputs} currency={currency} />
              </div>
            </Panel>
            <ReusePart value={found} />
          </div>
        )}
      </Answer>
    </>
  );
}

function MeasuredPart({ value: { measured } }: { value: Value }) {
  const requests = texts.ofRequests(measured.served, measured.requests);
  return (
    <section className="stack" aria-label={texts.measured}>
      <p className="list-text">
        {texts.measuredHint} {texts.period(formatDay(measured.from), formatDay(measured.to))}.{' '}
        {!measured.complete && texts.incomplete}
      </p>
      <div className="value-tiles">
        <Tile name={texts.firstRecord} spread={measured.firstRecord} show={duration} lead={texts.half}>
          {requests}
        </Tile>
        <Tile name={texts.decision} spread={measured.decision} show={duration} lead={texts.half}>
          {texts.ofRequests(measured.granted, measured.requests)}
        </Tile>
        <Tile name={texts.steps} spread={measured.steps} show={number}>
          {texts.stepsHint}
        </Tile>
      </div>
    </section>
  );
}

function Tile({
  name,
  spread,
  show,
  lead,
  children,
}: {
  name: string;
  spread: Spread;
  show: (value: number) => string;
  lead?: string;
  children?: ReactNode;
}) {
  return (
    <section className="panel value-tile" aria-label={name}>
      <h2>{name}</h2>
      {spread.count === 0 ? (
        <>
          <p className="value-none">{texts.unmeasured}</p>
          <p className="list-text">{texts.unmeasuredHint}</p>
        </>
      ) : (
        <>
          <p>
            {lead && <span className="dim">{lead} </span>}
            <span className="value-number">{show(spread.median)}</span>
          </p>
          <p className="list-text">{texts.most(show(spread.p90))}</p>
          <p className="list-text">{children}</p>
        </>
      )}
    </section>
  );
}

const tones: Record<string, Tone> = { measured: 'good', given: 'info', assumed: 'warn' };
const marks: Record<string, string> = {
  measured: texts.measuredMark,
  given: texts.given,
  assumed: texts.assumed,
};

function Origin({ from }: { from: string }) {
  return <Badge tone={tones[from] ?? 'quiet'}>{marks[from] ?? from}</Badge>;
}

function shown({ name, unit, value }: Figure, currency: string): string {
  if (unit.startsWith('money')) {
    return money(value, currency);
  }
  if (name === 'breakEven') {
    return value === 0 ? texts.never : texts.subscribersCount(number(value));
  }
  return unit === '%' ? `${number(Math.round(value * 100) / 100)} %` : number(value);
}

/** The two that matter as bars against each other, then the sums. */
function Results({ figures, currency }: { figures: Figure[]; currency: string }) {
  const of = (name: string) => figures.find((figure) => figure.name === name);
  const [feed, next] = [of('nextFeed'), of('nextSubscriber')];
  const most = Math.max(1, feed?.value ?? 0, next?.value ?? 0);
  return (
    <>
      <div className="versus">
        {[feed, next].map(
          (figure) =>
            figure && (
              <div key={figure.name} className="versus-row">
                <span>{texts.names[figure.name]}</span>
                <span className="versus-track">
                  <span
                    className={figure.name === 'nextFeed' ? 'versus-bar is-feed' : 'versus-bar'}
                    style={{ width: `${Math.max(0.4, (figure.value / most) * 100)}%` }}
                  />
                </span>
                <strong className="number">{shown(figure, currency)}</strong>
                <Origin from={figure.from} />
              </div>
            ),
        )}
      </div>
      <dl className="value-results">
        {figures
          .filter(({ name }) => name !== 'nextFeed' && name !== 'nextSubscriber')
          .map((figure) => (
            <div key={figure.name}>
              <dt>{texts.names[figure.name] ?? figure.name}</dt>
              <dd>
                <span className="value-number">{shown(figure, currency)}</span> <Origin from={figure.from} />
              </dd>
              <dd className="list-text">{figure.about}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}

function Rates({
  figures,
  given,
  currency,
  set,
  reset,
}: {
  figures: Figure[];
  given: Record<string, string>;
  currency: string;
  set: (name: string, text: string) => void;
  reset: () => void;
}) {
  const asked = figures.filter(({ from, name }) => from !== 'measured' && name !== 'steps');
  return (
    <fieldset className="value-rates">
      <legend>{texts.rates}</legend>
      {asked.map((figure) => (
        <TextInput
          key={figure.name}
          label={texts.names[figure.name] ?? figure.name}
          inputMode="decimal"
          placeholder={texts.assumedNow(number(figure.value))}
          value={given[figure.name] ?? ''}
          onChange={(event) => set(figure.name, event.currentTarget.value)}
        />
      ))}
      <TextInput
        label={texts.currency}
        placeholder={texts.currencyHint}
        maxLength={3}
        value={currency}
        onChange={(event) => set('currency', event.currentTarget.value)}
      />
      <div>
        <Button variant="default" size="compact-sm" onClick={reset}>
          {texts.reset}
        </Button>
      </div>
    </fieldset>
  );
}

/** What it is reckoned from, for whoever reads it on paper. */
function Figures({ figures, currency }: { figures: Figure[]; currency: string }) {
  return (
    <TableFrame label={texts.all}>
      <table className="data figures-table">
        <thead>
          <tr>
            <th scope="col">{texts.figure}</th>
            <th scope="col" className="number">
              {texts.value}
            </th>
            <th scope="col">{texts.origin}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <tr key={figure.name}>
              <td>
                {texts.names[figure.name] ?? figure.name} <span className="dim">{figure.about}</span>
              </td>
              <td className="number">{shown(figure, currency)}</td>
              <td>
                <Origin from={figure.from} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function ReusePart({ value: { measured } }: { value: Value }) {
  return (
    <Panel title={texts.reuse} flush>
      {measured.reuse.length === 0 ? (
        <p className="panel-body dim">{texts.noReuse}</p>
      ) : (
        <TableFrame label={texts.reuse}>
          <table className="data reuse-table">
            <thead>
              <tr>
                <th scope="col">{texts.product}</th>
                <th scope="col" className="number">
                  {texts.readers}
                </th>
                <th scope="col" className="number">
                  {texts.subscribers}
                </th>
                <th scope="col" className="number">
                  {texts.reads}
                </th>
                <th scope="col" className="number">
                  {texts.delivered}
                </th>
              </tr>
            </thead>
            <tbody>
              {measured.reuse.map((one) => (
                <tr key={one.product}>
                  <td>
                    <Link to={`/products/${encodeURIComponent(one.product)}`} className="text-link">
                      {one.product}
                    </Link>
                  </td>
                  <td className="number">{count(one.readers)}</td>
                  <td className="number">{count(one.subscribers)}</td>
                  <td className="number">{count(one.reads)}</td>
                  <td className="number">{count(one.delivered)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Panel>
  );
}
