# Walks a program's calls from one function.
#
#   awk -v root=NAME -f call-graph.awk SIZES RELOCATIONS DISASSEMBLY
#
# SIZES:        nm -S, for where each function ends
# RELOCATIONS:  readelf -rW, for what the slots of the linkage tables stand for
# DISASSEMBLY:  objdump -d --no-show-raw-insn, the x86-64 one
#
# A call, a jump, and the taking of a function's address all count as a call. Writes a line for
# each thing found: "inside NAME <- CALLER", "outside NAME <- CALLER" for a shared library's
# function, "indirect NAME: INSTRUCTION" for a call whose target is not in the program text.

function bare(address) { sub(/^0+/, "", address); return address }

# Addresses of one length compare as texts.
function padded(address) { return substr("0000000000000000" address, length(address) + 1) }

function decimal(hex,    i, n) {
  n = 0
  for (i = 1; i <= length(hex); i++) n = n * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
  return n
}

function call(to) { edge[name, ++edges[name]] = to }

# The address that objdump worked out for an operand relative to the program counter.
function pointed(line) { sub(/.*# /, "", line); sub(/ .*/, "", line); return line }

FNR == 1 { file++ }

file == 1 {
  if (NF == 4 && $3 ~ /^[tTwW]$/) size[bare($1)] = decimal($2)
  next
}

file == 2 {
  if ($3 ~ /^R_X86_64_(64|GLOB_DAT|JUMP_SLOT)$/ && NF >= 5) {
    symbol = $5
    sub(/@.*/, "", symbol)
    slot[bare($1)] = symbol
  } else if ($3 == "R_X86_64_RELATIVE") {
    pointer[bare($1)] = $4
  }
  next
}

/^[0-9a-f]+ <.*>:$/ {
  name = substr($2, 2, length($2) - 3)
  start[bare($1)] = name
  first = decimal(bare($1))
  length_of = size[bare($1)] + 0
  end = length_of > 0 ? padded(sprintf("%x", first + length_of)) : ""
  size_of[name] = length_of
  hasTable[name] = 0
  previous = ""
  next
}

NF < 2 { next }

{
  address = $1
  sub(/:$/, "", address)
  # Code behind a function's end is another function, whose name the linker did not keep.
  if (end != "" && padded(address) >= end) {
    name = name "+beyond"
    end = ""
  }
  if ($2 ~ /^(call|j[a-z]+)$/ && $3 ~ /^[0-9a-f]+$/) {
    to = substr($4, 2, length($4) - 2)
    offset = 0
    if (match(to, /[+]0x[0-9a-f]+$/)) {
      offset = decimal(substr(to, RSTART + 3))
      to = substr(to, 1, RSTART - 1)
    }
    target[name, ++edges[name]] = offset
    edge[name, edges[name]] = to
  } else if ($2 ~ /^(call|jmp)$/ && $3 ~ /^[*]/ && $0 !~ /# /) {
    # A switch jumps through a table of offsets; a tail call gives its frame back first.
    isTable = $2 == "jmp" && previous != "pop"
    if (isTable) {
      tables[name]++
      jump[name] = $2 " " $3
    } else {
      indirect[name] = indirect[name] "indirect " name ": " $2 " " $3 "\n"
    }
  } else if (/[(]%rip[)]/ && /# /) {
    call("@" pointed($0))
    if ($2 ~ /^(call|jmp)$/) through[name, edges[name]] = $2 " " $3
  }
  if ($2 == "movslq" && $3 ~ /,4[)]/) hasTable[name] = 1
  previous = $2
}

# What an edge leads to; "" when it is data.
function resolve(to, offset,    address) {
  if (to !~ /^@/) return size_of[to] > 0 && offset >= size_of[to] ? to "+beyond" : to
  address = substr(to, 2)
  if (address in slot) return slot[address] "@plt"
  if (address in pointer) address = pointer[address]
  return address in start ? start[address] : ""
}

END {
  found = 1
  queue[1] = root
  caller[root] = "-"
  for (i = 1; i <= found; i++) {
    function_ = queue[i]
    if (function_ ~ /@plt$/) continue
    for (e = 1; e <= edges[function_]; e++) {
      to = resolve(edge[function_, e], target[function_, e] + 0)
      if (to == "" && (function_, e) in through) {
        indirect[function_] = indirect[function_] "indirect " function_ ": " \
          through[function_, e] "\n"
      }
      if (to == "" || to in caller) continue
      caller[to] = function_
      queue[++found] = to
    }
  }
  for (i = 1; i <= found; i++) {
    function_ = queue[i]
    if (function_ ~ /@plt$/) {
      outside = function_
      sub(/@plt$/, "", outside)
      print "outside " outside " <- " caller[function_]
      continue
    }
    print "inside " function_ " <- " caller[function_]
    printf "%s", indirect[function_]
    if (tables[function_] && !hasTable[function_]) {
      print "indirect " function_ ": " jump[function_]
    }
  }
}
