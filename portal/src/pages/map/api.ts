import { useQuery } from '@tanstack/react-query';
import { call, path } from '../../api';

/** A domain of the mesh, and how much of it there is. */
export interface Place {
  domain: string;
  title: string;
  products: number;
  ports: number;
  /** How many others than products read from it. */
  people: number;
}

/** What products of one domain use of another. */
export interface Way {
  from: string;
  to: string;
  ports: number;
  products: number;
}

export interface DomainMap {
  domains: Place[];
  ways: Way[];
}

/** Asked for again with whatever changes lineage: both are about who uses what. */
export const useDomainMap = () =>
  useQuery({
    queryKey: ['lineage', 'domain-map'],
    queryFn: ({ signal }) => call<DomainMap>('GET', path('domain-map'), undefined, signal),
  });
