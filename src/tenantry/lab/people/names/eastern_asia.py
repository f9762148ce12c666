"""Chinese, Japanese and Korean names."""

from tenantry.lab.people.cultures import Culture, names, place, surnames

CULTURES = (
    Culture(
        language="zh-CN",
        country="China",
        usage_location="CN",
        family_first=True,
        between_names="",
        women=names(
            "丽华=Lihua, 佳怡=Jiayi, 婷婷=Tingting, 子涵=Zihan, 思雨=Siyu, 慧敏=Huimin, "
            "晓燕=Xiaoyan, 梦瑶=Mengyao, 欣怡=Xinyi, 美玲=Meiling, 雅静=Yajing, 雪梅=Xuemei"
        ),
        men=names(
            "俊杰=Junjie, 国强=Guoqiang, 子轩=Zixuan, 宇航=Yuhang, 建华=Jianhua, 志远=Zhiyuan, "
            "文博=Wenbo, 明辉=Minghui, 晨曦=Chenxi, 浩然=Haoran, 海涛=Haitao, 立新=Lixin"
        ),
        surnames=surnames(
            "陈=Chen, 邓=Deng, 高=Gao, 郭=Guo, 何=He, 黄=Huang, 李=Li, 林=Lin, 刘=Liu, 罗=Luo, "
            "欧阳=Ouyang, 孙=Sun, 王=Wang, 许=Xu, 张=Zhang, 赵=Zhao"
        ),
        places=(
            place("Shanghai", "", "200001", "# Yulan Road", "+86 21 5555 ####"),
            place("Shenzhen", "Guangdong", "518000", "# Haiwan Road", "+86 755 5555 ####"),
            place("Chengdu", "Sichuan", "610000", "# Zhulin Street", "+86 28 5555 ####"),
        ),
        mobile="+86 138 5555 ####",
    ),
    Culture(
        language="ja-JP",
        country="Japan",
        usage_location="JP",
        family_first=True,
        women=names(
            "葵=Aoi, 彩花=Ayaka, 遥=Haruka, 陽菜=Hina, 香織=Kaori, 真由美=Mayumi, 美咲=Misaki, "
            "七海=Nanami, さくら=Sakura, 志保=Shiho, 結衣=Yui, 裕子=Yuko"
        ),
        men=names(
            "大輔=Daisuke, 陽翔=Haruto, 健太=Kenta, 浩二=Koji, 誠=Makoto, 直樹=Naoki, 蓮=Ren, "
            "亮=Ryo, 翔太=Shota, 拓也=Takuya, 徹=Toru, 優斗=Yuto"
        ),
        surnames=surnames(
            "青木=Aoki, 藤田=Fujita, 橋本=Hashimoto, 石川=Ishikawa, 小林=Kobayashi, "
            "松本=Matsumoto, 三浦=Miura, 中村=Nakamura, 西村=Nishimura, 斎藤=Saito, "
            "佐々木=Sasaki, 清水=Shimizu, 高橋=Takahashi, 上田=Ueda, 渡辺=Watanabe, 山口=Yamaguchi"
        ),
        places=(
            place("Tokyo", "Tokyo", "100-0005", "Minato-dori #", "+81 3 5555 ####"),
            place("Osaka", "Osaka", "530-0001", "Mizu-dori #", "+81 6 5555 ####"),
            place("Sapporo", "Hokkaido", "060-0001", "Yuki-dori #", "+81 11 555 ####"),
        ),
        mobile="+81 90 5555 ####",
    ),
    Culture(
        language="ko-KR",
        country="South Korea",
        usage_location="KR",
        family_first=True,
        between_names="",
        women=names(
            "가영=Gayeong, 다은=Daeun, 민지=Minji, 보람=Boram, 서연=Seoyeon, 수빈=Subin, "
            "예진=Yejin, 유나=Yuna, 은주=Eunju, 지우=Jiwoo, 하늘=Haneul, 혜원=Hyewon"
        ),
        men=names(
            "건우=Geonwoo, 도윤=Doyun, 동현=Donghyun, 민준=Minjun, 상우=Sangwoo, 성호=Seongho, "
            "승현=Seunghyun, 영호=Yeongho, 우진=Woojin, 재현=Jaehyun, 준서=Junseo, 태민=Taemin"
        ),
        surnames=surnames(
            "강=Kang, 권=Kwon, 김=Kim, 문=Moon, 박=Park, 배=Bae, 서=Seo, 송=Song, 신=Shin, 안=Ahn, "
            "윤=Yoon, 이=Lee, 임=Lim, 정=Jung, 최=Choi, 한=Han"
        ),
        places=(
            place("Seoul", "", "04524", "# Haenuri-ro", "+82 2 555 ####"),
            place("Busan", "", "48058", "# Parangsae-ro", "+82 51 555 ####"),
            place("Daejeon", "", "34126", "# Byeolbit-ro", "+82 42 555 ####"),
        ),
        mobile="+82 10 5555 ####",
    ),
)
