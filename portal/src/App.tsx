import { Suspense, lazy } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { ProblemError } from './api';
import { useWhoami } from './queries';
import { Shell } from './ui/Shell';
import { Failure, Loading, NotFound } from './ui/states';

// One bundle for each page: the first one a person opens is all that is loaded.
const Login = lazy(() => import('./pages/LoginPage'));
const Home = lazy(() => import('./pages/home/HomePage'));
const Search = lazy(() => import('./pages/SearchPage'));
const Product = lazy(() => import('./pages/product/ProductPage'));
const Requests = lazy(() => import('./pages/RequestsPage'));
const Inbox = lazy(() => import('./pages/inbox/InboxPage'));
const Wishes = lazy(() => import('./pages/wishes/WishesPage'));
const WishDetail = lazy(() => import('./pages/wishes/WishPage'));
const Keys = lazy(() => import('./pages/KeysPage'));
const Agents = lazy(() => import('./pages/agents/AgentsPage'));
const Device = lazy(() => import('./pages/identity/DevicePage'));
const Lineage = lazy(() => import('./pages/lineage/LineagePage'));
const Trace = lazy(() => import('./pages/trace/TracePage'));
const Explain = lazy(() => import('./pages/ExplainPage'));
const Flows = lazy(() => import('./pages/flows/FlowsPage'));
const FlowDetail = lazy(() => import('./pages/flows/FlowPage'));
const Draw = lazy(() => import('./pages/flows/draw/DrawPage'));
const Queries = lazy(() => import('./pages/queries/QueriesPage'));
const QueryDetail = lazy(() => import('./pages/queries/QueryPage'));
const Sql = lazy(() => import('./pages/sql/SqlPage'));
const Audit = lazy(() => import('./pages/audit/AuditPage'));
const Glossary = lazy(() => import('./pages/glossary/GlossaryPage'));
const Term = lazy(() => import('./pages/glossary/TermPage'));
const Policies = lazy(() => import('./pages/policies/PoliciesPage'));
const Policy = lazy(() => import('./pages/policies/PolicyPage'));
const Erasures = lazy(() => import('./pages/erasures/ErasuresPage'));
const ErasureDetail = lazy(() => import('./pages/erasures/ErasurePage'));
const Operations = lazy(() => import('./pages/operations/OperationsPage'));
const Value = lazy(() => import('./pages/value/ValuePage'));
const Domains = lazy(() => import('./pages/governance/DomainsPage'));
const Domain = lazy(() => import('./pages/DomainPage'));
const Resource = lazy(() => import('./pages/ResourcePage'));
const Person = lazy(() => import('./pages/PersonPage'));

export function App() {
  const location = useLocation();
  if (location.pathname === '/login') {
    return (
      <Suspense fallback={<Loading />}>
        <Login />
      </Suspense>
    );
  }
  return <SignedIn />;
}

/** Asks who is there; nobody is sent to sign in, and comes back to the page they wanted. */
function SignedIn() {
  const location = useLocation();
  const me = useWhoami();
  if (me.error instanceof ProblemError && me.error.status === 401) {
    return <Navigate to="/login" replace state={{ from: location.pathname + location.search }} />;
  }
  if (me.error && !me.data) {
    return <Failure error={me.error} retry={() => void me.refetch()} />;
  }
  if (!me.data) {
    return <Loading />;
  }
  return (
    <Shell me={me.data}>
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route path="/" element={<Home me={me.data} />} />
          <Route path="/search" element={<Search />} />
          <Route path="/products/:id" element={<Product me={me.data} />} />
          <Route path="/domains" element={<Domains />} />
          <Route path="/domains/:name" element={<Domain me={me.data} />} />
          <Route path="/glossary" element={<Glossary />} />
          <Route path="/glossary/:name" element={<Term />} />
          <Route path="/people/:name" element={<Person me={me.data} />} />
          <Route path="/resources/:kind/:name" element={<Resource />} />
          <Route path="/inbox" element={<Inbox />} />
          <Route path="/requests" element={<Requests me={me.data} />} />
          <Route path="/wishes" element={<Wishes me={me.data} />} />
          <Route path="/wishes/:id" element={<WishDetail me={me.data} />} />
          <Route path="/keys" element={<Keys me={me.data} />} />
          <Route path="/agents" element={<Agents />} />
          <Route path="/device" element={<Device />} />
          <Route path="/lineage" element={<Lineage />} />
          <Route path="/trace" element={<Trace />} />
          <Route path="/explain" element={<Explain me={me.data} />} />
          <Route path="/policies" element={<Policies />} />
          <Route path="/policies/:name" element={<Policy />} />
          <Route path="/new-policy" element={<Policy key="new" />} />
          <Route path="/flows" element={<Flows />} />
          <Route path="/flows/:name" element={<FlowDetail />} />
          <Route path="/draw" element={<Draw key="new" me={me.data} />} />
          <Route path="/draw/:name" element={<Draw me={me.data} />} />
          <Route path="/queries" element={<Queries />} />
          <Route path="/queries/:name" element={<QueryDetail />} />
          <Route path="/sql" element={<Sql me={me.data} />} />
          <Route path="/erasures" element={<Erasures />} />
          <Route path="/erasures/:id" element={<ErasureDetail me={me.data} />} />
          <Route path="/operations" element={<Operations />} />
          <Route path="/value" element={<Value />} />
          <Route path="/audit" element={<Audit me={me.data} />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </Shell>
  );
}
