"""Something worth knowing on the web: guidance, training or a tool."""
