package dev.weft.model.format;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One document of a file as its author wrote it.
 *
 * @param file as given by the caller, for messages
 * @param index from 0, the document's number in its file
 * @param tree treat it as read-only
 * @param places where in the file each part of the tree stands
 */
public record Document(String file, int index, ObjectNode tree, Places places) {}
