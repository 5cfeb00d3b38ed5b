/**
 * Lists, fetches and writes objects of stores that speak S3. Start reading at {@link
 * dev.weft.processors.s3.S3Store}, the service that says where the store is, then {@link
 * dev.weft.processors.s3.ListS3}.
 */
package dev.weft.processors.s3;
