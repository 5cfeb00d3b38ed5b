/** The processors that need nothing but the JDK and Jackson. */
package dev.weft.processors.standard;
