/** {@code weft import dpds}: a descriptor becomes files of a product and its contracts. */
package dev.weft.tools.dpds;
