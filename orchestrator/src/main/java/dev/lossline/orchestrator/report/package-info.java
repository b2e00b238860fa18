/** Reports of experiments as Markdown and HTML. */
package dev.lossline.orchestrator.report;
