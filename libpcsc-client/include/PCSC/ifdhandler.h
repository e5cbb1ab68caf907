/* SPDX-License-Identifier: BSD-3-Clause
 *
 * The IFD handler interface, versions 2 and 3: what a reader driver in a shared library of its own offers. A
 * driver defines the functions below and is loaded by a process that calls them.
 *
 * `Lun` names reader and slot: 0xRRRRSSSS. A length passed by pointer is in: room, out: bytes used. Functions
 * of one reader are called one at a time, unless the driver's TAG_IFD_* answers allow more.
 */
#ifndef _ifd_handler_h_
#define _ifd_handler_h_

#include "pcsclite.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef long RESPONSECODE; /* IFD_* */

/* Protocol control information, before the bytes of a command. */
typedef struct _SCARD_IO_HEADER {
    DWORD Protocol; /* 0: T=0, 1: T=1, SCARD_PROTOCOL_RAW: neither */
    DWORD Length;   /* sizeof(SCARD_IO_HEADER) */
} SCARD_IO_HEADER, *PSCARD_IO_HEADER;

/* The three structures below are part of the interface since its first version; nothing passes them any more.
 */
typedef struct _DEVICE_CAPABILITIES {
    LPSTR Vendor_Name;
    LPSTR IFD_Type;
    DWORD IFD_Version;
    LPSTR IFD_Serial;
    DWORD IFD_Channel_ID;
    DWORD Asynch_Supported;
    DWORD Default_Clock;
    DWORD Max_Clock;
    DWORD Default_Data_Rate;
    DWORD Max_Data_Rate;
    DWORD Max_IFSD;
    DWORD Synch_Supported;
    DWORD Power_Mgmt;
    DWORD Card_Auth_Devices;
    DWORD User_Auth_Device;
    DWORD Mechanics_Supported;
    DWORD Vendor_Features;
} DEVICE_CAPABILITIES, *PDEVICE_CAPABILITIES;

typedef struct _ICC_STATE {
    UCHAR ICC_Presence;
    UCHAR ICC_Interface_Status;
    UCHAR ATR[MAX_ATR_SIZE];
    UCHAR ICC_Type;
} ICC_STATE, *PICC_STATE;

typedef struct _PROTOCOL_OPTIONS {
    DWORD Protocol_Type;
    DWORD Current_Clock;
    DWORD Current_F;
    DWORD Current_D;
    DWORD Current_N;
    DWORD Current_W;
    DWORD Current_IFSC;
    DWORD Current_IFSD;
    DWORD Current_BWT;
    DWORD Current_CWT;
    DWORD Current_EBC;
} PROTOCOL_OPTIONS, *PPROTOCOL_OPTIONS;

/* Tags for IFDHGetCapabilities() and IFDHSetCapabilities(), beside the SCARD_ATTR_* of <reader.h>. */
#define TAG_IFD_ATR 0x0303                     /* the card's ATR */
#define TAG_IFD_SLOTNUM 0x0180                 /* no longer asked */
#define TAG_IFD_SLOT_THREAD_SAFE 0x0FAC        /* 1 byte, 1: slots of one reader may be called side by side */
#define TAG_IFD_THREAD_SAFE 0x0FAD             /* 1 byte, 1: readers may be called side by side */
#define TAG_IFD_SLOTS_NUMBER 0x0FAE            /* 1 byte: slots of this reader */
#define TAG_IFD_SIMULTANEOUS_ACCESS 0x0FAF     /* 1 byte: readers that one instance can serve */
#define TAG_IFD_POLLING_THREAD 0x0FB0          /* no longer asked */
#define TAG_IFD_POLLING_THREAD_KILLABLE 0x0FB1 /* 1 byte, 1: the waiting thread may be cancelled */
#define TAG_IFD_STOP_POLLING_THREAD 0x0FB2     /* RESPONSECODE (*)(DWORD Lun): ends the wait */
#define TAG_IFD_POLLING_THREAD_WITH_TIMEOUT \
    0x0FB3                            /* RESPONSECODE (*)(DWORD Lun, int ms): waits for a card to move */
#define TAG_IFD_DEVICE_REMOVED 0x0FB4 /* get 1 byte, 1: wants to be told; set: it was unplugged */

#define IFD_HVERSION_1_0 0x00010000
#define IFD_HVERSION_2_0 0x00020000
#define IFD_HVERSION_3_0 0x00030000

/* IFDHPowerICC(): actions. */
#define IFD_POWER_UP 500
#define IFD_POWER_DOWN 501
#define IFD_RESET 502

/* IFDHSetProtocolParameters(): which of PTS1 to PTS3 count. */
#define IFD_NEGOTIATE_PTS1 1
#define IFD_NEGOTIATE_PTS2 2
#define IFD_NEGOTIATE_PTS3 4

/* Results. */
#define IFD_SUCCESS 0
#define IFD_ERROR_TAG 600
#define IFD_ERROR_SET_FAILURE 601
#define IFD_ERROR_VALUE_READ_ONLY 602
#define IFD_ERROR_PTS_FAILURE 605
#define IFD_ERROR_NOT_SUPPORTED 606
#define IFD_PROTOCOL_NOT_SUPPORTED 607
#define IFD_ERROR_POWER_ACTION 608
#define IFD_ERROR_SWALLOW 609
#define IFD_ERROR_EJECT 610
#define IFD_ERROR_CONFISCATE 611
#define IFD_COMMUNICATION_ERROR 612
#define IFD_RESPONSE_TIMEOUT 613
#define IFD_NOT_SUPPORTED 614
#define IFD_ICC_PRESENT 615
#define IFD_ICC_NOT_PRESENT 616
#define IFD_NO_SUCH_DEVICE 617
#define IFD_ERROR_INSUFFICIENT_BUFFER 618

/* Opens the reader at a device name (version 3): "usb:VID/PID:libudev:INTERFACE:/dev/bus/usb/BBB/DDD", or
 * what a configuration file says. IFD_NO_SUCH_DEVICE: this interface is no reader. */
RESPONSECODE IFDHCreateChannelByName(DWORD Lun, LPSTR DeviceName);

/* Opens the reader at a channel number (version 2). */
RESPONSECODE IFDHCreateChannel(DWORD Lun, DWORD Channel);

/* Powers the card off and gives the reader back. */
RESPONSECODE IFDHCloseChannel(DWORD Lun);

/* Reads a tag or attribute; a NULL Value asks for the length. IFD_ERROR_TAG: has no such. */
RESPONSECODE IFDHGetCapabilities(DWORD Lun, DWORD Tag, PDWORD Length, PUCHAR Value);

/* Sets one. IFD_ERROR_TAG, IFD_ERROR_SET_FAILURE, IFD_ERROR_VALUE_READ_ONLY. */
RESPONSECODE IFDHSetCapabilities(DWORD Lun, DWORD Tag, DWORD Length, PUCHAR Value);

/* Agrees on a protocol (SCARD_PROTOCOL_T0 or _T1) with the card. IFD_ERROR_PTS_FAILURE,
 * IFD_PROTOCOL_NOT_SUPPORTED. */
RESPONSECODE IFDHSetProtocolParameters(DWORD Lun, DWORD Protocol, UCHAR Flags, UCHAR PTS1, UCHAR PTS2,
                                       UCHAR PTS3);

/* Powers the card up or down or resets it. Atr: room for MAX_ATR_SIZE; its length is 0 on error and after
 * power down. IFD_ERROR_POWER_ACTION, IFD_COMMUNICATION_ERROR. */
RESPONSECODE IFDHPowerICC(DWORD Lun, DWORD Action, PUCHAR Atr, PDWORD AtrLength);

/* Exchanges an APDU. *RxLength is 0 on error. IFD_ICC_NOT_PRESENT, IFD_RESPONSE_TIMEOUT,
 * IFD_COMMUNICATION_ERROR. */
RESPONSECODE IFDHTransmitToICC(DWORD Lun, SCARD_IO_HEADER SendPci, PUCHAR TxBuffer, DWORD TxLength,
                               PUCHAR RxBuffer, PDWORD RxLength, PSCARD_IO_HEADER RecvPci);

/* A command for the reader itself. *pdwBytesReturned is 0 on error. IFD_ERROR_NOT_SUPPORTED,
 * IFD_ERROR_INSUFFICIENT_BUFFER. */
RESPONSECODE IFDHControl(DWORD Lun, DWORD dwControlCode, PUCHAR TxBuffer, DWORD TxLength, PUCHAR RxBuffer,
                         DWORD RxLength, LPDWORD pdwBytesReturned);

/* IFD_ICC_PRESENT or IFD_ICC_NOT_PRESENT; IFD_COMMUNICATION_ERROR, IFD_NO_SUCH_DEVICE. */
RESPONSECODE IFDHICCPresence(DWORD Lun);

#ifdef __cplusplus
}
#endif

#endif
