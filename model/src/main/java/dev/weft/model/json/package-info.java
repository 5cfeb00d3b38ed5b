/**
 * JSON by its bytes: walked over without a tree, and records of which only what somebody asks for
 * is decoded.
 *
 * <p>Start reading at {@link dev.weft.model.json.JsonFieldsReader}. It does not know what records
 * are for.
 */
package dev.weft.model.json;
