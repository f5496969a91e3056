"""HTML to PDF/UA-1, in a limited child process that can reach neither the disk nor the network."""
