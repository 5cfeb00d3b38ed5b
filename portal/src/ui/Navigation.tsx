import { NavLink } from 'react-router';
import { erasureTexts } from '../pages/erasures/texts';
import { agentsTexts } from '../pages/agents/texts';
import { useInbox } from '../pages/inbox/queries';
import { useSubscriptions } from '../queries';
import { texts } from '../texts';
import {
  IconAgent,
  IconAudit,
  IconErase,
  IconExplain,
  IconFlow,
  IconDomain,
  IconGlossary,
  IconHome,
  IconAccess,
  IconInbox,
  IconKey,
  IconLineage,
  IconOperations,
  IconPolicy,
  IconQuery,
  IconSearch,
  IconSql,
  IconTrace,
  IconValue,
  IconWish,
} from './icons';

const groups = [
  {
    name: texts.nav.find,
    links: [
      { to: '/', label: texts.nav.home, icon: IconHome },
      { to: '/search', label: texts.nav.search, icon: IconSearch },
      { to: '/sql', label: texts.nav.sql, icon: IconSql },
      { to: '/inbox', label: texts.nav.news, icon: IconInbox },
      { to: '/requests', label: texts.nav.inbox, icon: IconAccess },
      { to: '/wishes', label: texts.nav.wishes, icon: IconWish },
      { to: '/keys', label: texts.nav.keys, icon: IconKey },
      { to: '/agents', label: agentsTexts.title, icon: IconAgent },
    ],
  },
  {
    name: texts.nav.understand,
    links: [
      { to: '/domains', label: texts.governance.domains, icon: IconDomain },
      { to: '/glossary', label: texts.nav.glossary, icon: IconGlossary },
      { to: '/lineage', label: texts.nav.lineage, icon: IconLineage },
      { to: '/trace', label: texts.nav.trace, icon: IconTrace },
      { to: '/policies', label: texts.nav.policies, icon: IconPolicy },
      { to: '/explain', label: texts.nav.explain, icon: IconExplain },
    ],
  },
  {
    name: texts.nav.operate,
    links: [
      { to: '/flows', label: texts.nav.flows, icon: IconFlow },
      { to: '/queries', label: texts.nav.queries, icon: IconQuery },
      { to: '/operations', label: texts.nav.operations, icon: IconOperations },
      { to: '/audit', label: texts.nav.audit, icon: IconAudit },
      { to: '/erasures', label: erasureTexts.title, icon: IconErase },
      { to: '/value', label: texts.nav.value, icon: IconValue },
    ],
  },
];

export function Navigation() {
  const counts: Record<string, number> = {
    '/inbox': useInbox().data?.unread ?? 0,
    '/requests': useSubscriptions('to-decide').data?.length ?? 0,
  };
  return (
    <nav aria-label={texts.app.nav} className="nav">
      {groups.map((group) => (
        <div key={group.name} className="nav-group">
          <p className="nav-name">{group.name}</p>
          {group.links.map(({ to, label, icon: Icon }) => (
            <NavLink key={to} to={to} end={to === '/'} className="nav-link">
              <Icon size={17} stroke={1.7} aria-hidden />
              <span>{label}</span>
              {counts[to] ? <span className="nav-count">{counts[to]}</span> : null}
            </NavLink>
          ))}
        </div>
      ))}
    </nav>
  );
}
