"""CCID readers with toy cards, plugged into this kernel by its vhci_hcd (USB/IP): real USB for all who look at it.

`python3 -m usbip_reader SOCKET`, as root and with vhci-hcd loaded, takes orders at SOCKET until it is killed
(server.py).

toy_card, t0_card, t1_card      what a card answers: to commands, and to what either protocol carries them in
options, descriptors            which reader it is, and how it tells so
card_slot, exchange, ccid       one slot; its exchange levels; the messages of the reader
faults                          how answers are spoilt
usbip_device, vhci              USB requests as the kernel hands them over; where the kernel takes them from
"""
