"""Papers that come from the scheme alone: blank forms and the reporting scheme."""
