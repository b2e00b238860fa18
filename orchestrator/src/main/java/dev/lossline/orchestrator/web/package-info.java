/** The web page and its assets. */
package dev.lossline.orchestrator.web;
