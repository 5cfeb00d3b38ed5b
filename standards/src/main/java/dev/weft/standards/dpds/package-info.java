/** Products as descriptors of the Data Product Descriptor Specification 1.0, out and in. */
package dev.weft.standards.dpds;
