/** The types of the HTTP API. */
package dev.lossline.contract.api;
