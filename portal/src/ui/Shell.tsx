import {
  ActionIcon,
  Drawer,
  Menu,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { api } from '../api';
import type { Whoami } from '../api';
import { useMeshEvents } from '../events';
import { texts } from '../texts';
import { Navigation } from './Navigation';
import { SearchBox } from './SearchBox';
import { IconKey, IconLogout, IconMenu, IconMoon, IconPerson, IconSun } from './icons';
import { Guard } from './states';

/** What stands around every page: navigation, search, the person, and the way to the content. */
export function Shell({ me, children }: { me: Whoami; children: ReactNode }) {
  const [menu, setMenu] = useState(false);
  const location = useLocation();
  const main = useRef<HTMLElement>(null);
  const up = useMeshEvents();
  useEffect(() => {
    setMenu(false);
    main.current?.scrollTo(0, 0);
    window.scrollTo(0, 0);
  }, [location.pathname]);
  return (
    <div className="shell">
      <a href="#content" className="skip">
        {texts.app.skip}
      </a>
      <header className="topbar">
        <ActionIcon className="burger" size="lg" aria-label={texts.app.menu} onClick={() => setMenu(true)}>
          <IconMenu size={20} />
        </ActionIcon>
        <Link to="/" className="brand" aria-label={texts.app.name}>
          <img src="/icon.svg" alt="" width={24} height={24} />
          <span>{texts.app.name}</span>
        </Link>
        <SearchBox />
        <SchemeSwitch />
        <PersonMenu me={me} />
      </header>
      <aside className="sidebar">
        <Navigation />
      </aside>
      <Drawer opened={menu} onClose={() => setMenu(false)} title={texts.app.name} size={264}>
        <Navigation />
      </Drawer>
      <main id="content" tabIndex={-1} ref={main}>
        {!up && (
          <p className="notice notice-warn away" role="status">
            {texts.app.away}
          </p>
        )}
        <Guard key={location.pathname}>{children}</Guard>
      </main>
    </div>
  );
}

function SchemeSwitch() {
  const scheme = useComputedColorScheme('light');
  const { setColorScheme } = useMantineColorScheme();
  const isDark = scheme === 'dark';
  return (
    <ActionIcon
      size="lg"
      aria-label={isDark ? texts.app.light : texts.app.dark}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <IconSun size={18} stroke={1.7} /> : <IconMoon size={18} stroke={1.7} />}
    </ActionIcon>
  );
}

function PersonMenu({ me }: { me: Whoami }) {
  const leave = async () => {
    const left = await api.logout().catch(() => undefined); // A session that has ended already is left all the same.
    // A fresh page: nothing that this person saw stays in memory. Who came from an issuer leaves there, too.
    location.assign(left?.signOut ?? '/login');
  };
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className="avatar">
          <span aria-hidden>{me.name.slice(0, 2)}</span>
          <span className="visually-hidden">{texts.app.signedInAs(me.name)}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.title || me.name}
          {me.roles.length > 0 && <span className="menu-roles">{me.roles.join(', ')}</span>}
        </Menu.Label>
        <Menu.Item
          component={Link}
          to={`/people/${encodeURIComponent(me.name)}`}
          leftSection={<IconPerson size={15} />}
        >
          {texts.keys.me}
        </Menu.Item>
        <Menu.Item component={Link} to="/keys" leftSection={<IconKey size={15} />}>
          {texts.nav.keys}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => void leave()}>
          {texts.app.logout}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
