"""The stages after collecting: 评选, 公示, 通报, 发证, 归档."""
