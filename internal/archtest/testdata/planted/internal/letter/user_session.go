package letter // planted: words
