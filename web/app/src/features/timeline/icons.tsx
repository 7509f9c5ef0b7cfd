/** One icon per channel, per kind of event and per card; every channel and kind has one. */
import { type Icon, IconCreditCard, IconMail, IconMessageCircle, IconPhone, IconShoppingCart, IconStar } from "@tabler/icons-react";

import type { Channel, EventKind } from "@/api/types";
import { channelIcons as ofChannels, kindIcons as ofKinds } from "@/ui/eventIcons";

import type { CardKind } from "./cards";

export const channelIcons: Record<Channel, Icon> = ofChannels;
export const kindIcons: Record<EventKind, Icon> = ofKinds;

export const cardIcons: Record<CardKind, Icon> = {
  chat: IconMessageCircle,
  email: IconMail,
  call: IconPhone,
  survey: IconStar,
  purchase: IconShoppingCart,
  subscription: IconCreditCard,
};
