"""What closes read and wrote, sealed; and compared with what stands now."""
