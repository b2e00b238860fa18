/** The web page, its assets, and entity tags. */
package dev.lossline.orchestrator.web;
