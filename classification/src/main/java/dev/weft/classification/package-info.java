/** Says what a field holds, from its name and sampled values, with confidence and evidence. */
package dev.weft.classification;
