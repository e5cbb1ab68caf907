"""virtual.py SOCKET WORD...: one command for the virtual readers' control socket; drivers/virtual/README.md lists them."""
import socket
import sys

with socket.socket(socket.AF_UNIX) as control:
    control.connect(sys.argv[1])
    control.sendall((" ".join(f'"{word}"' if " " in word else word for word in sys.argv[2:]) + "\n").encode())
    answer = control.makefile().readline().strip()
print(answer)
sys.exit(0 if answer.startswith("ok") else 1)
