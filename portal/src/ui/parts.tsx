import { Tooltip } from '@mantine/core';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ago, formatMoment } from '../format';
import { texts } from '../texts';

/** The title of the browser's tab, for as long as the page is open. */
export function usePageTitle(title: string) {
  useEffect(() => {
    document.title = texts.app.title(title);
  }, [title]);
}

export function PageHead({
  title,
  lead,
  crumbs,
  badges,
  actions,
}: {
  title: string;
  lead?: ReactNode;
  crumbs?: ReactNode;
  badges?: ReactNode;
  actions?: ReactNode;
}) {
  usePageTitle(title);
  return (
    <header className="page-head">
      <div className="page-head-text">
        {crumbs && <div className="crumbs">{crumbs}</div>}
        <div className="row">
          <h1>{title}</h1>
          {badges}
        </div>
        {lead && <p className="lead">{lead}</p>}
      </div>
      {actions && <div className="row page-actions">{actions}</div>}
    </header>
  );
}

export function Panel({
  title,
  aside,
  children,
  flush = false,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}) {
  return (
    <section className="panel">
      {title && (
        <div className="panel-head">
          <h2>{title}</h2>
          {aside && <div className="panel-aside">{aside}</div>}
        </div>
      )}
      <div className={flush ? 'panel-flush' : 'panel-body'}>{children}</div>
    </section>
  );
}

/** Tags of personal data stand out: they are why fields are masked. */
export function TagChip({ tag, strong }: { tag: string; strong?: boolean }) {
  const family = tag.split('.')[0];
  const sensitive = strong ?? ['pii', 'pci', 'phi', 'secret'].includes(family ?? '');
  return <span className={sensitive ? 'tag tag-sensitive' : 'tag'}>{tag}</span>;
}

export function Tags({ tags }: { tags: string[] }) {
  return tags.length === 0 ? null : (
    <span className="tags">
      {tags.map((tag) => (
        <TagChip key={tag} tag={tag} />
      ))}
    </span>
  );
}

export type Tone = 'good' | 'bad' | 'warn' | 'info' | 'quiet';

export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

/** Where a product stands in its life, as the standard's words say it. */
export function LifeBadge({ status }: { status: string }) {
  const tone: Tone =
    status === 'active' ? 'good' : status === 'deprecated' || status === 'retired' ? 'warn' : 'quiet';
  return <Badge tone={tone}>{status}</Badge>;
}

/** How long ago, with the exact moment on hover and focus. */
export function Moment({ at }: { at: string | number }) {
  return (
    <Tooltip label={formatMoment(at)}>
      <time dateTime={new Date(at).toISOString()} className="moment">
        {ago(at)}
      </time>
    </Tooltip>
  );
}

/** Whoever acts: a person's page, or the product that acts. */
export function Principal({ name }: { name: string }) {
  if (name === 'weft') {
    return <span>Weft</span>;
  }
  const product = name.startsWith('product:') ? name.slice('product:'.length) : undefined;
  const to = product ? `/products/${encodeURIComponent(product)}` : `/people/${encodeURIComponent(name)}`;
  return (
    <Link to={to} className="principal">
      {name}
    </Link>
  );
}

export function Principals({ names, none = texts.product.nobody }: { names: string[]; none?: string }) {
  if (names.length === 0) {
    return <span className="dim">{none}</span>;
  }
  return (
    <span className="principals">
      {names.map((name) => (
        <Principal key={name} name={name} />
      ))}
    </span>
  );
}

/** The address of a port's place on its product's page. */
export function portAddress(port: string, tab?: string): string {
  const dot = port.indexOf('.');
  const product = dot < 0 ? port : port.slice(0, dot);
  const query = new URLSearchParams(dot < 0 ? {} : { port });
  if (tab) {
    query.set('tab', tab);
  }
  return `/products/${encodeURIComponent(product)}?${query.toString()}`;
}

export function PortLink({ port, tab }: { port: string; tab?: string }) {
  return (
    <Link to={portAddress(port, tab)} className="mono link">
      {port}
    </Link>
  );
}

/** Policies by name; what gives access without being one (a subscription) is said as it is. */
export function Policies({ names }: { names: string[] }) {
  return (
    <span className="principals mono">
      {names.map((name) =>
        /^[\w-]+$/.test(name) && !/^s-[0-9a-f]+$/.test(name) ? (
          <Link key={name} to={`/policies/${name}`} className="text-link">
            {name}
          </Link>
        ) : (
          <span key={name}>{name}</span>
        ),
      )}
    </span>
  );
}

/** Name and value pairs, read as a list. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A table that scrolls inside its own frame, never the page; the frame can be reached and scrolled by keyboard. */
export function TableFrame({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="table-frame" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
