/** Products as AsyncAPI 3.1, with their contracts as JSON Schema. */
package dev.weft.standards.asyncapi;
