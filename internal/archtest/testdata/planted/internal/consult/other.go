package consult

import _ "samenspraak/internal/store" // planted: imports rules
