"""Everything about Flink itself: versions, installation, bundles, and its REST interface."""
