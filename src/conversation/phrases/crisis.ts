import type { CrisisWords } from "../crisis.ts";

/** The words for a crisis where no file of the operator gives others: the same as in knowledge/crisis.yaml. */
export const crisisWords: CrisisWords = {
  texts: {
    en: {
      selfHarm:
        "I'm really glad you wrote this. What you are carrying sounds very heavy, and you don't have to carry it alone. Nothing about the course matters more than you do. Please talk to someone now, even if you are not sure:",
      abuse:
        "Thank you for telling me. What you describe is not all right, and it is not your fault. There are people whose work it is to help with exactly this, and they will believe you:",
      danger:
        "Thank you for telling me. If anybody is in danger at this moment, please call the emergency number first and, if you can, go to where other people are:",
      emergency: "In an emergency",
      anywhere: "Lines in every country",
      person: "A person of our team has been called to this conversation and will write to you here.",
      about: "If this is about somebody else, you can call the same lines and ask how to help them.",
    },
    zh: {
      selfHarm:
        "谢谢你愿意把这些说出来。你现在一定很难受，这些不用一个人扛着。课程的事都可以往后放，你才是最要紧的。 请现在就找人说说话，哪怕只是不确定：",
      abuse: "谢谢你告诉我。你遇到的事是不对的，这不是你的错。有人专门帮助遇到这种事的人，他们会认真听你说：",
      danger: "谢谢你告诉我。如果现在有人正处在危险中，请先拨打紧急电话；如果可以，先到有人的地方去：",
      emergency: "紧急情况",
      anywhere: "其他国家和地区的热线",
      person: "已经叫老师过来了，老师会在这里联系你。",
      about: "如果说的是身边的人，也可以打这些电话，问问怎样帮助对方。",
    },
    "zh-Hant": {
      selfHarm:
        "謝謝你願意把這些說出來。你現在一定很難受，這些不用一個人扛。課程的事都可以往後放，你才是最重要的。 請現在就找人說說話，就算只是不確定也沒關係：",
      abuse: "謝謝你告訴我。你遇到的事是不對的，這不是你的錯。有人專門協助遇到這種事的人，他們會好好聽你說：",
      danger: "謝謝你告訴我。如果現在有人正處在危險中，請先撥打緊急電話；可以的話，先到有人的地方去：",
      emergency: "緊急狀況",
      anywhere: "其他國家和地區的專線",
      person: "已經請老師過來了，老師會在這裡聯絡你。",
      about: "如果說的是身邊的人，也可以打這些電話，問問怎麼幫助對方。",
    },
  },
  anywhere: "https://findahelpline.com",
  without: {
    en: ["US", "GB"],
    zh: ["CN"],
    "zh-Hant": ["TW", "HK"],
  },
  countries: {
    US: {
      emergency: "911",
      selfHarm: ["988 Suicide & Crisis Lifeline (call or text 988)"],
      abuse: ["National Domestic Violence Hotline 1-800-799-7233", "RAINN 1-800-656-4673"],
    },
    GB: {
      emergency: "999",
      selfHarm: ["Samaritans 116 123", "Shout: text SHOUT to 85258"],
      abuse: ["National Domestic Abuse Helpline 0808 2000 247", "Childline 0800 1111"],
    },
    CN: {
      emergency: "110 / 120",
      selfHarm: ["全国统一心理援助热线 12356"],
      abuse: ["妇女维权热线 12338", "青少年服务热线 12355"],
    },
    TW: {
      emergency: "110 / 119",
      selfHarm: ["安心專線 1925", "生命線 1995"],
      abuse: ["保護專線 113"],
    },
    HK: {
      emergency: "999",
      selfHarm: ["撒瑪利亞防止自殺會 2389 2222", "情緒通 18111"],
      abuse: ["向晴熱線 18288"],
    },
  },
};
