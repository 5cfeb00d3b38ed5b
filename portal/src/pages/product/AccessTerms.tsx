import type { Access } from '../../api';
import { count, formatMoment, lastDay } from '../../format';
import { texts } from '../../texts';
import { Fact, Facts } from '../../ui/parts';

/** What I read it for and on which terms; without limits there is nothing to say. */
export function AccessTerms({ access }: { access: Access }) {
  const { subscription, terms } = access;
  const granted = subscription?.status === 'APPROVED' ? subscription : undefined;
  const said = [
    granted && { name: texts.terms.purpose, value: granted.purpose },
    access.until && { name: texts.terms.until, value: lastDay(access.until) },
    terms?.from && { name: texts.terms.from, value: formatMoment(terms.from) },
    terms?.to && { name: texts.terms.to, value: formatMoment(terms.to) },
    terms?.lookback && { name: texts.terms.lookback, value: duration(terms.lookback) },
    terms?.bytesPerSecond && {
      name: texts.terms.bytes,
      value: texts.terms.bytesText(count(terms.bytesPerSecond)),
    },
    terms?.requestsPerSecond && {
      name: texts.terms.requests,
      value: texts.terms.requestsText(count(terms.requestsPerSecond)),
    },
    terms && !terms.audited && { name: texts.terms.audit, value: texts.terms.noEvents },
  ].filter((one) => typeof one === 'object');
  return said.length === 0 ? null : (
    <Facts>
      {said.map(({ name, value }) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
    </Facts>
  );
}

/** `PT720H` as people say it; what is no such text stays as it is. */
export function duration(iso: string): string {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(iso);
  if (!found) {
    return iso;
  }
  const [days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  const whole = (days ?? 0) + Math.floor((hours ?? 0) / 24);
  const parts = [
    whole && texts.terms.days(whole),
    (hours ?? 0) % 24 && texts.terms.hours((hours ?? 0) % 24),
    minutes && texts.terms.minutes(minutes),
    seconds && texts.terms.seconds(seconds),
  ];
  return parts.filter(Boolean).join(' ') || texts.terms.seconds(0);
}
